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
import java.util.List;
import java.util.function.UnaryOperator;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pkcs11.cryptoki.Ckr;
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
         * @param signer signs with the new private key, by {@link SignatureAlgorithm#RS256}; the signature is not
         *     verified
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

    /**
     * Reads all objects of the token through the C interface, including attributes and keys without a certificate.
     */
    public TokenObjects objects() {
        return login.objects();
    }

    /**
     * Returns a key that has a certificate, without a proof that they match.
     *
     * @throws HsmException a {@link KeyFault}, or {@link no.portnokkel.hsm.fault.DeviceFault.Unavailable}
     */
    public ProviderKey find(String label) {
        return keys.find(label);
    }

    /**
     * Generates an RSA key in the token with the attributes of the profile, and stores a first certificate beside it.
     * The label must be the one given to {@link Connector#forNewKey}, and must not be in use.
     *
     * @param bits length of the modulus
     * @throws HsmException {@link KeyFault.NotWritten}, or {@link no.portnokkel.hsm.fault.DeviceFault.Unavailable}
     */
    public void generate(String label, int bits, Certifier certifier) {
        requireListed(label);
        KeyPair pair = generate(label, bits);
        UnaryOperator<byte[]> signer = data -> keys.sign(label, pair.getPrivate(), data, SignatureAlgorithm.RS256);
        X509Certificate first = certifier.certify(pair.getPublic(), signer);
        store(new ProviderKey(label, List.of(first), pair.getPrivate()));
    }

    /**
     * Signs data, not its hash, by {@link SignatureAlgorithm#RS256}. The signature is not verified.
     *
     * @throws HsmException {@link KeyFault.NotUsable}, or {@link no.portnokkel.hsm.fault.DeviceFault.Unavailable}
     */
    public byte[] sign(ProviderKey key, byte[] data) {
        return keys.sign(key.label(), key.handle(), data, SignatureAlgorithm.RS256);
    }

    /**
     * Lets the key sign a probe, which is verified in software.
     *
     * @throws HsmException {@link KeyFault.CertificateMismatch} when the public key belongs to another key
     */
    public void prove(ProviderKey key, PublicKey certified) {
        keys.prove(key, certified, random);
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
     * Deletes a key and the certificates that belong to it alone.
     *
     * @throws HsmException {@link KeyFault.NotWritten}
     */
    public void delete(String label) {
        requireListed(label);
        try {
            keys.keyStore().deleteEntry(keys.alias(label));
        } catch (KeyStoreException | ProviderException refused) {
            throw notWritten(label, refused);
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

    private KeyPair generate(String label, int bits) {
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance("RSA", keys.sunPkcs11().provider());
            generator.initialize(bits);
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
