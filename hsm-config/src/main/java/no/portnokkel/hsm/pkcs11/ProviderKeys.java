package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import no.portnokkel.hsm.Probe;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenPrivateKey;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenText;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** The keys of one login by label. SunPKCS11 shows only keys that have a certificate. */
final class ProviderKeys {
    private final SunPkcs11Provider sunPkcs11;
    private volatile KeyStore keyStore; // read again in the background

    ProviderKeys(SunPkcs11Provider sunPkcs11, KeyStore keyStore) {
        this.sunPkcs11 = sunPkcs11;
        this.keyStore = keyStore;
    }

    /** Returns the key store for writing to the token. */
    KeyStore keyStore() {
        return keyStore;
    }

    /** Returns what SunPKCS11 calls the key with this label. It writes a label as UTF-8, and reads each byte as a character. */
    String alias(String label) {
        return aliases().getOrDefault(label, List.of(label)).get(0);
    }

    SunPkcs11Provider sunPkcs11() {
        return sunPkcs11;
    }

    /** Returns the labels of the keys; SunPKCS11 adds issuer and serial number to a label that is not unique. */
    List<String> labels() {
        if (!isListed()) {
            return sunPkcs11.listedKeys().labels();
        }
        return aliases().keySet().stream().sorted().toList();
    }

    /** Returns the objects that are left out; empty while SunPKCS11 can list all. */
    List<String> defects() {
        return isListed() ? List.of() : sunPkcs11.listedKeys().defects();
    }

    /** Returns whether SunPKCS11 could list the objects of the token. */
    private boolean isListed() {
        return SunPkcs11Provider.isLoaded(keyStore);
    }

    /** Returns what SunPKCS11 calls the keys, by their labels. Several keys may have one label. */
    private Map<String, List<String>> aliases() {
        try {
            Map<String, List<String>> aliases = new HashMap<>();
            for (String alias : Collections.list(keyStore.aliases())) {
                if (keyStore.isKeyEntry(alias)) {
                    aliases.computeIfAbsent(TokenText.ofAlias(alias), label -> new ArrayList<>())
                            .add(alias);
                }
            }
            return aliases;
        } catch (KeyStoreException | ProviderException lost) {
            throw lost(lost);
        }
    }

    /** Reads the list of keys again, in the same login. */
    void reload() {
        try {
            keyStore = sunPkcs11.keyStore(null);
        } catch (IOException | GeneralSecurityException | ProviderException lost) {
            throw lost(lost);
        }
    }

    /**
     * Returns the key with this label.
     *
     * @throws HsmException a {@link KeyFault}, or a {@link DeviceFault}
     */
    ProviderKey find(String label) {
        if (!isListed()) {
            return sunPkcs11.listedKeys().find(label);
        }
        Map<String, List<String>> aliases = aliases();
        List<String> labels = aliases.keySet().stream().sorted().toList();
        List<String> found = aliases.getOrDefault(label, List.of());
        if (found.size() != 1) {
            List<String> namesakes = found.isEmpty()
                    ? labels.stream().filter(one -> one.startsWith(label + "/")).toList()
                    : found;
            throw new HsmException(
                    namesakes.isEmpty()
                            ? new KeyFault.NotFound(label, token(), labels)
                            : new KeyFault.Ambiguous(label, token(), namesakes));
        }
        try {
            Key key = keyStore.getKey(found.get(0), null);
            if (key == null) { // it was deleted after the list was read
                throw new HsmException(new KeyFault.NotFound(label, token(), labels));
            }
            return usable(label, key, keyStore.getCertificateChain(found.get(0)));
        } catch (GeneralSecurityException | ProviderException failed) {
            throw sunPkcs11.faults().ofKey(label, failed);
        }
    }

    /**
     * Signs with a key handle.
     *
     * @param label for messages
     * @throws HsmException {@link KeyFault.NotUsable} or a {@link DeviceFault}
     */
    byte[] sign(String label, PrivateKey handle, byte[] data, SignatureAlgorithm algorithm) {
        if (handle instanceof TokenPrivateKey ofToken) {
            return ofToken.sign(label, data, algorithm);
        }
        try {
            Signature signature = Signature.getInstance(algorithm.jcaName(), sunPkcs11.provider());
            signature.initSign(handle);
            signature.update(data);
            return signature.sign();
        } catch (NoSuchAlgorithmException missing) {
            throw sunPkcs11.isPresent()
                    ? new HsmException(
                            new KeyFault.NotUsable(label, token(), Reason.NO_SIGNING_MECHANISM.id()), missing)
                    : lost(missing);
        } catch (GeneralSecurityException | ProviderException failed) {
            throw sunPkcs11.faults().ofKey(label, failed);
        }
    }

    /**
     * Lets the key sign a probe and verifies it in software.
     *
     * @throws HsmException {@link KeyFault.CertificateMismatch} when the public key belongs to another key
     */
    void prove(ProviderKey key, PublicKey certified, SecureRandom random) {
        Probe probe = new Probe(random);
        byte[] signature = sign(key.label(), key.handle(), probe.text(), key.probeAlgorithm());
        if (!probe.isSignedBy(certified, key.probeAlgorithm(), signature)) {
            throw new HsmException(new KeyFault.CertificateMismatch(key.label(), token()));
        }
    }

    /** Lets a signer sign a probe by RS256, and returns whether it is a signature by that key; verified in software. */
    static boolean proves(PublicKey key, UnaryOperator<byte[]> signer, SecureRandom random) {
        Probe probe = new Probe(random);
        return probe.isSignedBy(key, SignatureAlgorithm.RS256, signer.apply(probe.text()));
    }

    private ProviderKey usable(String label, Key key, Certificate[] chain) {
        if (!(key instanceof PrivateKey privateKey)) {
            throw new HsmException(new KeyFault.NotUsable(label, token(), Reason.NOT_A_PRIVATE_KEY.id()));
        }
        if (!ProviderKey.isSupported(privateKey, chain[0])) {
            throw new HsmException(new KeyFault.NotUsable(label, token(), privateKey.getAlgorithm()));
        }
        return new ProviderKey(
                label, Arrays.stream(chain).map(X509Certificate.class::cast).toList(), privateKey);
    }

    String token() {
        return sunPkcs11.tokenLabel();
    }

    HsmException lost(Throwable cause) {
        return sunPkcs11.faults().of(cause);
    }
}
