package no.portnokkel.hsm.keys;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.pkcs11.cryptoki.PrivateKeyObject;

/**
 * A key that gets a certificate. With one, be it a placeholder, SunPKCS11 shows the key and signs with it; without one, as vendors'
 * tools generate keys, the C interface does.
 */
final class CertifiableKey {
    private final WritableToken token;
    private final String label;
    private final ManagedKey entry;
    private final Optional<ProviderKey> certified;
    private final PrivateKeyObject object;

    /** @param label under which the certificate is stored */
    CertifiableKey(WritableToken token, String label, ManagedKey entry) {
        this.token = token;
        this.label = label;
        this.entry = entry;
        this.certified = entry.certificate().map(present -> token.find(label));
        this.object = token.privateKey(entry.key());
    }

    String label() {
        return label;
    }

    PublicKey publicKey() {
        if (certified.isPresent()) {
            return certified.get().chain().get(0).getPublicKey();
        }
        if (!entry.key().type().equals("RSA")) {
            throw notUsable(entry.key().type());
        }
        return object.publicKey().orElseThrow(() -> notUsable(Reason.NO_PUBLIC_KEY.id()));
    }

    byte[] sign(byte[] data) {
        return certified.isPresent() ? token.sign(certified.get(), data) : object.sign(data);
    }

    /** Returns whether the key has signed a probe that this public key verifies. */
    boolean proves(PublicKey publicKey) {
        return token.proves(publicKey, this::sign);
    }

    void requireReplaceable(KeyLifecycle.Replaceable replaceable) {
        Optional<X509Certificate> issued = entry.certificate().filter(present -> !PlaceholderName.isOf(present));
        if (replaceable == KeyLifecycle.Replaceable.PLACEHOLDER && issued.isPresent()) {
            throw new KeyRejectedException(new PolicyRejection.CertificateInPlace(label, Seid.subject(issued.get())));
        }
    }

    ProviderKey certify(List<X509Certificate> chain) {
        return certified.isPresent()
                ? token.replaceChain(certified.get(), chain)
                : token.certify(entry.key(), label, chain);
    }

    private HsmException notUsable(String why) {
        return new HsmException(new KeyFault.NotUsable(label, token.label(), why));
    }
}
