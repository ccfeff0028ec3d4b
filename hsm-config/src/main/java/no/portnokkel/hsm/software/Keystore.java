package no.portnokkel.hsm.software;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import no.portnokkel.hsm.Probe;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeystoreFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyOperation;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one PKCS#12 file as it was read. Each has signed a probe, verified with its certificate; those that cannot sign are
 * kept with the reason, so that one bad entry does not disable the others. Immutable.
 */
final class Keystore {
    private final String file;
    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private final SortedMap<String, KeystoreFault> defects = new TreeMap<>();

    private Keystore(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param file its name, for messages
     * @param password of the file and of its keys
     * @throws UnrecoverableKeyException the password is wrong
     * @throws IOException the content is no PKCS#12 keystore
     */
    static Keystore read(String file, byte[] content, char[] password, SecureRandom random)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(content), password);
        } catch (IOException failed) {
            if (failed.getCause() instanceof UnrecoverableKeyException wrongPassword) {
                throw wrongPassword;
            }
            throw failed;
        }
        Keystore keystore = new Keystore(file);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keystore.add(store, alias, password, random);
            }
        }
        return keystore;
    }

    private void add(KeyStore store, String alias, char[] password, SecureRandom random)
            throws GeneralSecurityException {
        try {
            Entry entry = entry(alias, key(store, alias, password), store.getCertificateChain(alias));
            entries.put(name(alias), entry.proven(random));
        } catch (HsmException defect) {
            if (defect.fault() instanceof KeystoreFault fault) {
                defects.put(name(alias), fault);
            }
        }
    }

    private Key key(KeyStore store, String alias, char[] password) throws GeneralSecurityException {
        try {
            return store.getKey(alias, password);
        } catch (UnrecoverableKeyException otherPassword) {
            throw unusable(alias, Reason.OTHER_PASSWORD.id());
        }
    }

    private Entry entry(String alias, Key key, Certificate @Nullable [] chain) {
        if (!(key instanceof PrivateKey privateKey)) {
            throw unusable(alias, Reason.NOT_A_PRIVATE_KEY.id());
        }
        if (chain == null || chain.length == 0) {
            throw unusable(alias, Reason.NO_CERTIFICATE.id());
        }
        if (!privateKey.getAlgorithm().equals(SignatureAlgorithm.RS256.keyType())) {
            throw unusable(alias, privateKey.getAlgorithm());
        }
        return new Entry(
                alias,
                privateKey,
                Arrays.stream(chain).map(X509Certificate.class::cast).toList());
    }

    /**
     * Returns the key with this label.
     *
     * @param label in upper or lower case: the JDK writes and reads aliases in lower case
     * @throws HsmException a {@link KeystoreFault} of this key
     */
    Entry key(String label) {
        Entry entry = entries.get(name(label));
        if (entry == null) {
            throw new HsmException(Optional.ofNullable(defects.get(name(label)))
                    .orElseGet(() -> new KeystoreFault.KeyNotFound(label, file, labels())));
        }
        return entry;
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>(entries.keySet());
        labels.addAll(defects.keySet());
        return labels.stream().sorted().toList();
    }

    /** Returns what the file holds, as an HSM token would show it; the keys are neither sensitive nor non-extractable. */
    TokenObjects objects() {
        List<CryptokiKey> keys = new ArrayList<>();
        List<TokenObjects.StoredCertificate> certificates = new ArrayList<>();
        entries.values().forEach(entry -> {
            keys.add(entry.shown());
            certificates.add(new TokenObjects.StoredCertificate(entry.alias, entry.id(), entry.chain.get(0)));
        });
        return new TokenObjects(
                keys,
                certificates,
                defects.values().stream().map(fault -> fault.detail().en()).toList());
    }

    private HsmException unusable(String alias, String why) {
        return new HsmException(new KeystoreFault.KeyUnusable(alias, file, why));
    }

    private static String name(String alias) {
        return alias.toLowerCase(Locale.ENGLISH);
    }

    /** A key with its certificates, leaf first. */
    final class Entry {
        private final String alias;
        private final PrivateKey key;
        private final List<X509Certificate> chain;

        private Entry(String alias, PrivateKey key, List<X509Certificate> chain) {
            this.alias = alias;
            this.key = key;
            this.chain = chain;
        }

        List<X509Certificate> chain() {
            return chain;
        }

        /** Signs, and verifies the signature: a wrong RSA signature could reveal the key, whichever Java provider made it. */
        byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
            byte[] signature = signUnverified(data, algorithm);
            if (!hasSigned(data, algorithm, signature)) {
                throw unusable(alias, Reason.WRONG_SIGNATURE.id());
            }
            return signature;
        }

        boolean hasSigned(byte[] data, SignatureAlgorithm algorithm, byte[] signature) {
            return algorithm.verifies(chain.get(0).getPublicKey(), data, signature);
        }

        private byte[] signUnverified(byte[] data, SignatureAlgorithm algorithm) {
            try {
                Signature signature = Signature.getInstance(algorithm.jcaName());
                signature.initSign(key);
                signature.update(data);
                return signature.sign();
            } catch (GeneralSecurityException failed) {
                throw unusable(alias, String.valueOf(failed.getMessage()));
            }
        }

        private Entry proven(SecureRandom random) {
            Probe probe = new Probe(random);
            byte[] signature = signUnverified(probe.text(), SignatureAlgorithm.RS256);
            if (!probe.isSignedBy(chain.get(0).getPublicKey(), SignatureAlgorithm.RS256, signature)) {
                throw new HsmException(new KeystoreFault.CertificateMismatch(alias, file));
            }
            return this;
        }

        private String id() {
            return HexFormat.of().formatHex(alias.getBytes(StandardCharsets.UTF_8));
        }

        private CryptokiKey shown() {
            Optional<BigInteger> modulus = chain.get(0).getPublicKey() instanceof RSAPublicKey rsa
                    ? Optional.of(rsa.getModulus())
                    : Optional.empty();
            return new CryptokiKey(
                    alias,
                    id(),
                    key.getAlgorithm(),
                    modulus,
                    false,
                    Map.of(
                            KeyAttribute.SENSITIVE, false,
                            KeyAttribute.ALWAYS_SENSITIVE, false,
                            KeyAttribute.EXTRACTABLE, true,
                            KeyAttribute.NEVER_EXTRACTABLE, false,
                            KeyAttribute.LOCAL, false),
                    Map.of(KeyOperation.SIGN, true),
                    Map.of());
        }
    }
}
