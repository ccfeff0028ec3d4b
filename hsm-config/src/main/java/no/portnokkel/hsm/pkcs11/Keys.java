package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import no.portnokkel.hsm.DeviceFault;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.KeyFault;

/** The keys of one login, by label. SunPKCS11 shows only those that have a certificate beside them. */
final class Keys {
    private final SunPkcs11 sunPkcs11;
    private KeyStore keyStore;

    Keys(SunPkcs11 sunPkcs11, KeyStore keyStore) {
        this.sunPkcs11 = sunPkcs11;
        this.keyStore = keyStore;
    }

    SunPkcs11 sunPkcs11() {
        return sunPkcs11;
    }

    /** Labels as SunPKCS11 shows them: where one is not unique, issuer and serial number are added to it. */
    List<String> labels() {
        try {
            List<String> labels = new ArrayList<>();
            for (String alias : Collections.list(keyStore.aliases())) {
                if (keyStore.isKeyEntry(alias)) {
                    labels.add(alias);
                }
            }
            Collections.sort(labels);
            return labels;
        } catch (KeyStoreException | ProviderException lost) {
            throw lost(lost);
        }
    }

    /** Reads the list of keys anew, in the same login. */
    void reload() {
        try {
            keyStore = sunPkcs11.keyStore(null);
        } catch (IOException | GeneralSecurityException | ProviderException lost) {
            throw lost(lost);
        }
    }

    /**
     * @throws HsmException a {@link KeyFault}, or {@link DeviceFault.Unavailable}
     */
    StoredKey find(String label) {
        List<String> labels = labels();
        if (!labels.contains(label)) {
            List<String> namesakes =
                    labels.stream().filter(one -> one.startsWith(label + "/")).toList();
            throw new HsmException(
                    namesakes.isEmpty()
                            ? new KeyFault.NotFound(label, token(), labels)
                            : new KeyFault.Ambiguous(label, token(), namesakes));
        }
        try {
            return usable(label, keyStore.getKey(label, null), keyStore.getCertificateChain(label));
        } catch (GeneralSecurityException | ProviderException lost) {
            throw lost(lost);
        }
    }

    private StoredKey usable(String label, Key key, Certificate[] chain) {
        if (!(key instanceof PrivateKey privateKey)) {
            throw new HsmException(new KeyFault.NotUsable(label, token(), "not a private key"));
        }
        if (!privateKey.getAlgorithm().equals("RSA")) {
            throw new HsmException(new KeyFault.NotUsable(label, token(), privateKey.getAlgorithm()));
        }
        return new StoredKey(
                label, Arrays.stream(chain).map(X509Certificate.class::cast).toList(), privateKey);
    }

    private String token() {
        return sunPkcs11.spokenToken();
    }

    private HsmException lost(Throwable cause) {
        return new HsmException(new DeviceFault.Unavailable(token(), Ckr.spoken(cause)), cause);
    }
}
