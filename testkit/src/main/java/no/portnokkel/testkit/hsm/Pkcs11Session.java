package no.portnokkel.testkit.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A module copy that nobody else in the process has loaded. The attributes of new keys belong to the provider, so each key
 * is made by one of its own; on the same path all of them share the module and the login.
 */
final class Pkcs11Session {

    private static final AtomicInteger PROVIDERS = new AtomicInteger(); // they need names of their own

    private final Path module;
    private final long slot;
    private final String pin;
    private final Provider reader;

    private Pkcs11Session(Path module, long slot, String pin) {
        this.module = module;
        this.slot = slot;
        this.pin = pin;
        this.reader = provider("");
    }

    static Pkcs11Session open(Path directory, long slot, String pin) throws IOException {
        Path module = Files.createTempFile(directory.toAbsolutePath(), "softhsm2-", ".so");
        Files.copy(SoftHsm.module(), module, StandardCopyOption.REPLACE_EXISTING);
        module.toFile().deleteOnExit();
        return new Pkcs11Session(module, slot, pin);
    }

    void generate(TokenKey key, Function<PublicKey, List<X509Certificate>> certify)
            throws GeneralSecurityException, IOException {
        Provider maker = provider(attributes(key));
        KeyStore store = keyStore(maker);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", maker);
        generator.initialize(key.bits());
        KeyPair keys = generator.generateKeyPair();
        X509Certificate[] chain = certify.apply(keys.getPublic()).toArray(X509Certificate[]::new);
        store.setKeyEntry(key.label(), keys.getPrivate(), null, chain);
    }

    KeyStore keyStore() throws GeneralSecurityException, IOException {
        return keyStore(reader);
    }

    private KeyStore keyStore(Provider own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS11", own);
        store.load(null, pin.toCharArray());
        return store;
    }

    private static String attributes(TokenKey key) {
        // Without this section SoftHSM's keys are not sensitive, and have no label.
        return """
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                  CKA_LABEL = 0h%s
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
                """.formatted(
                        HexFormat.of().formatHex(key.label().getBytes(UTF_8)), !key.exportable(), key.exportable());
    }

    private Provider provider(String attributes) {
        String configuration = """
                --
                name = testkit%d
                library = %s
                slot = %d
                %s
                """.formatted(PROVIDERS.incrementAndGet(), module, slot, attributes);
        try {
            return Security.getProvider("SunPKCS11").configure(configuration);
        } catch (InvalidParameterException refused) {
            throw new IllegalStateException("SunPKCS11 does not open slot " + slot + " of SoftHSM2.", refused);
        }
    }
}
