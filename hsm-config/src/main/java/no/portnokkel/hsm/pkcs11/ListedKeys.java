package no.portnokkel.hsm.pkcs11;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenPrivateKey;

/**
 * The keys of a token whose objects SunPKCS11 cannot list: one object that it cannot read fails its whole list. Reads the
 * objects through the C interface and leaves that one out.
 */
record ListedKeys(Cryptoki cryptoki, long slot, String token) {
    /** Returns the labels of certificates that share their {@code CKA_ID} with a private key. */
    List<String> labels() {
        TokenObjects objects = cryptoki.objects(slot);
        Set<String> ids = objects.keys().stream().map(CryptokiKey::id).collect(Collectors.toSet());
        return objects.certificates().stream()
                .filter(one -> !one.id().isEmpty() && ids.contains(one.id()))
                .map(TokenObjects.StoredCertificate::label)
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns whether there is a login, and its objects can be read. */
    boolean isReadable() {
        try {
            cryptoki.objects(slot);
            return cryptoki.isLoggedIn(slot);
        } catch (HsmException lost) {
            return false;
        }
    }

    /** Returns the objects that are left out. */
    List<String> defects() {
        return cryptoki.objects(slot).defects();
    }

    /**
     * Returns the key with this label.
     *
     * @throws HsmException a {@link KeyFault}, or a {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    ProviderKey find(String label) {
        TokenObjects objects = cryptoki.objectsOf(slot, label);
        List<TokenPrivateKey> keys = cryptoki.privateKeys(slot, label);
        if (keys.isEmpty()) {
            throw new HsmException(new KeyFault.NotFound(label, token, labels()));
        }
        if (!objects.defects().isEmpty()) {
            throw new HsmException(
                    new KeyFault.NotUsable(label, token, objects.defects().get(0)));
        }
        if (keys.size() > 1 || objects.certificates().size() > 1) {
            List<String> candidates =
                    objects.keys().stream().map(CryptokiKey::describe).toList();
            throw new HsmException(new KeyFault.Ambiguous(label, token, candidates));
        }
        TokenPrivateKey key = keys.get(0);
        X509Certificate leaf = objects.certificates().get(0).certificate();
        if (!ProviderKey.isSupported(key, leaf)) {
            throw new HsmException(new KeyFault.NotUsable(label, token, key.getAlgorithm()));
        }
        return new ProviderKey(label, cryptoki.chain(slot, leaf), key);
    }
}
