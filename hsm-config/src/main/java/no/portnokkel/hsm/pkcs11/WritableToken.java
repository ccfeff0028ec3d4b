package no.portnokkel.hsm.pkcs11;

import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStoreException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.function.UnaryOperator;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pkcs11.cryptoki.Ckr;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.cryptoki.PrivateKeyObject;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * A token opened for administration: generates, certifies, lists and deletes keys. The only type that writes to a
 * token. Not thread safe.
 */
public final class WritableToken implements AutoCloseable {
    /** Creates the first certificate of a new key. */
    @FunctionalInterface
    public interface Certifier {
        /**
         * Returns a certificate for the key; SunPKCS11 shows no key without one.
         *
         * @param signer signs with the new private key, by {@link SignatureAlgorithm#RS256} or {@link
         *     SignatureAlgorithm#ES256}; the signature is not verified
         */
        X509Certificate certify(PublicKey key, UnaryOperator<byte[]> signer);
    }

    private final Connector.TokenLogin login;
    private final ProviderKeys keys;
    private final SecureRandom random;

    WritableToken(Connector.TokenLogin login, SecureRandom random) {
        this.login = login;
        this.keys = login.keys();
        this.random = random;
    }

    public String label() {
        return login.token().label();
    }

    /** Returns the token as it was at the login. */
    public HsmToken token() {
        return login.token();
    }

    /**
     * Reads all objects of the token through the C interface, including attributes and keys without a certificate.
     */
    public TokenObjects objects() {
        return login.objects();
    }

    /**
     * Returns an RSA key that has a certificate, without a proof that they match.
     *
     * @throws HsmException a {@link KeyFault}, or {@link no.portnokkel.hsm.fault.DeviceFault.Unavailable}
     */
    public ProviderKey find(String label) {
        return find(label, SignatureAlgorithm.RS256);
    }

    /** As {@link #find(String)}, a key that signs by this algorithm. */
    public ProviderKey find(String label, SignatureAlgorithm algorithm) {
        if (!keys.labels().contains(label)) {
            keys.reload(); // some devices show their objects only some time after the login
        }
        return keys.find(label).requireFor(algorithm, label());
    }

    /** Returns a private key, with or without a certificate, for what needs none. */
    public PrivateKeyObject privateKey(CryptokiKey key) {
        return login.privateKey(key);
    }

    /**
     * Generates a key in the token with the attributes of the profile, and stores a first certificate beside it.
     * The label must be the one given to {@link Connector#forNewKey}, and must not be in use.
     *
     * @param parameters length of the modulus of an RSA key, or the curve of an EC key
     * @return the public key of the new key
     * @throws HsmException {@link KeyFault.NotWritten}: nothing of the key is left in the token; {@link
     *     KeyFault.Orphaned}: the key is; or {@link no.portnokkel.hsm.fault.DeviceFault.Unavailable}
     */
    public PublicKey generate(String label, AlgorithmParameterSpec parameters, Certifier certifier) {
        requireListed(label);
        KeyPair pair = generate(label, parameters);
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.ofProbe(pair.getPrivate().getAlgorithm());
        UnaryOperator<byte[]> signer = data -> keys.sign(label, pair.getPrivate(), data, algorithm);
        try {
            X509Certificate first = certifier.certify(pair.getPublic(), signer);
            store(new ProviderKey(label, List.of(first), pair.getPrivate()));
        } catch (HsmException failed) {
            destroy(label, pair.getPublic());
            throw failed;
        }
        return pair.getPublic();
    }

    /**
     * Deletes the key with this label and public key, and its certificates. Another key with the label stays.
     *
     * @throws HsmException {@link KeyFault.Orphaned}
     */
    public void destroy(String label, PublicKey publicKey) {
        try {
            TokenObjects present = objects();
            List<CryptokiKey> found = present.keys().stream()
                    .filter(one -> one.label().equals(label) && one.mayFit(publicKey))
                    .toList();
            if (found.size() != 1) { // an EC key does not show which public key is its own
                throw new HsmException(new KeyFault.NotFound(label, label(), List.of()));
            }
            login.privateKey(found.get(0))
                    .destroy(present.certificates().stream()
                            .map(TokenObjects.StoredCertificate::certificate)
                            .filter(one -> one.getPublicKey().equals(publicKey))
                            .toList());
        } catch (HsmException failed) {
            throw new HsmException(new KeyFault.Orphaned(label, label()), failed);
        }
        keys.reload();
    }

    /**
     * Signs data, not its hash, by the algorithm of the key's probes: {@link SignatureAlgorithm#RS256}, or {@link
     * SignatureAlgorithm#ES256}. The signature is not verified.
     *
     * @throws HsmException {@link KeyFault.NotUsable}, or {@link no.portnokkel.hsm.fault.DeviceFault.Unavailable}
     */
    public byte[] sign(ProviderKey key, byte[] data) {
        return keys.sign(key.label(), key.handle(), data, key.probeAlgorithm());
    }

    /**
     * Lets the key sign a probe, which is verified in software.
     *
     * @throws HsmException {@link KeyFault.CertificateMismatch} when the public key belongs to another key
     */
    public void prove(ProviderKey key, PublicKey certified) {
        keys.prove(key, certified, random);
    }

    /** Returns whether what the signer signs is a signature by that key, verified in software. */
    public boolean proves(PublicKey publicKey, UnaryOperator<byte[]> signer) {
        return ProviderKeys.proves(publicKey, signer, random);
    }

    /**
     * Replaces the certificate chain of a key.
     *
     * @param chain leaf first; its public key must be the key's and have a certificate under no other label
     * @return the key as the token shows it afterwards
     * @throws HsmException {@link KeyFault.NotWritten}, or what {@link #find} throws
     */
    public ProviderKey replaceChain(ProviderKey key, List<X509Certificate> chain) {
        store(new ProviderKey(key.label(), chain, key.handle()));
        keys.reload();
        return keys.find(key.label());
    }

    /**
     * Stores a certificate chain for a key that has none.
     *
     * @param label under which the key is found from now on
     * @param chain leaf first; its public key must be the key's
     * @return the key as the token shows it afterwards
     * @throws HsmException {@link KeyFault.NotWritten}, or what {@link #find} throws; the key has no certificate then
     */
    public ProviderKey certify(CryptokiKey key, String label, List<X509Certificate> chain) {
        PrivateKeyObject object = login.privateKey(key);
        List<X509Certificate> stored = object.addChain(label, chain);
        try {
            keys.reload();
            return keys.find(label);
        } catch (HsmException failed) {
            object.removeCertificates(stored);
            throw failed;
        }
    }

    /** Logs out. Does nothing when the device is gone already. */
    @Override
    public void close() {
        login.logOut();
    }

    /** SunPKCS11 writes nothing to a token whose objects it cannot list; a key made first would stay without a certificate. */
    private void requireListed(String label) {
        keys.defects().stream().findFirst().ifPresent(defect -> {
            throw new HsmException(new KeyFault.NotWritten(label, label(), defect));
        });
    }

    private KeyPair generate(String label, AlgorithmParameterSpec parameters) {
        String type = parameters instanceof ECGenParameterSpec ? "EC" : "RSA";
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(type, keys.sunPkcs11().provider());
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException | ProviderException | InvalidParameterException refused) {
            throw notWritten(label, refused);
        }
    }

    private void store(ProviderKey key) {
        requireListed(key.label());
        X509Certificate[] chain = key.chain().toArray(X509Certificate[]::new);
        try {
            keys.keyStore().setKeyEntry(key.label(), key.handle(), null, chain);
        } catch (KeyStoreException | ProviderException refused) {
            throw notWritten(key.label(), refused);
        }
    }

    private HsmException notWritten(String label, Exception refused) {
        return new HsmException(new KeyFault.NotWritten(label, label(), Ckr.describe(refused)), refused);
    }
}
