package no.portnokkel.testkit.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A module copy that nobody else in the process has loaded. The attributes of new keys belong to the provider, so each
 * kind of key needs its own.
 */
final class Pkcs11Session {

    private static final AtomicInteger SESSIONS = new AtomicInteger(); // providers need names of their own

    private final Provider provider;
    private final Provider exportingProvider;
    private final String pin;

    private Pkcs11Session(Provider provider, Provider exportingProvider, String pin) {
        this.provider = provider;
        this.exportingProvider = exportingProvider;
        this.pin = pin;
    }

    static Pkcs11Session open(Path directory, long slot, String pin) throws IOException {
        Path module = Files.createTempFile(directory.toAbsolutePath(), "softhsm2-", ".so");
        Files.copy(SoftHsm.module(), module, StandardCopyOption.REPLACE_EXISTING);
        Pkcs11Session session = new Pkcs11Session(provider(module, slot, false), provider(module, slot, true), pin);
        Files.delete(module); // loaded; the file is no longer needed
        return session;
    }

    void generate(TokenKey key, Function<PublicKey, List<X509Certificate>> certify)
            throws GeneralSecurityException, IOException {
        Provider own = key.exportable() ? exportingProvider : provider;
        KeyStore store = keyStore(own);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", own);
        generator.initialize(key.bits());
        KeyPair keys = generator.generateKeyPair();
        X509Certificate[] chain = certify.apply(keys.getPublic()).toArray(X509Certificate[]::new);
        store.setKeyEntry(key.label(), keys.getPrivate(), null, chain);
    }

    KeyStore keyStore() throws GeneralSecurityException, IOException {
        return keyStore(provider);
    }

    private KeyStore keyStore(Provider own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS11", own);
        store.load(null, pin.toCharArray());
        return store;
    }

    private static Provider provider(Path module, long slot, boolean exportable) {
        // Without this section SoftHSM's keys are not sensitive.
        String configuration = """
                --
                name = testkit%d
                library = %s
                slot = %d
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                  CKA_TOKEN = true
                  CKA_PRIVATE = true
                  CKA_SENSITIVE = %s
                  CKA_EXTRACTABLE = %s
                  CKA_SIGN = true
                  CKA_DECRYPT = false
                  CKA_UNWRAP = false
                }
                attributes(generate, CKO_PUBLIC_KEY, *) = {
                  CKA_TOKEN = false
                  CKA_VERIFY = true
                  CKA_ENCRYPT = false
                  CKA_WRAP = false
                }
                """.formatted(SESSIONS.incrementAndGet(), module, slot, !exportable, exportable);
        try {
            return Security.getProvider("SunPKCS11").configure(configuration);
        } catch (InvalidParameterException refused) {
            throw new IllegalStateException("SunPKCS11 does not open slot " + slot + " of SoftHSM2.", refused);
        }
    }
}
