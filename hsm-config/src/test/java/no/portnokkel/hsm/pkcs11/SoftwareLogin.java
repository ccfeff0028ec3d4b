package no.portnokkel.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.TokenSelector;
import org.jspecify.annotations.Nullable;

/** A login without a device: signs in memory with the key {@code seal} and perhaps others, and counts what it was asked. */
public final class SoftwareLogin {
    public static final String TOKEN = "in memory";

    private static final KeyPair KEYS = keys();
    private static final X509Certificate[] CHAIN =
            BankFixture.certify(KEYS.getPublic()).toArray(X509Certificate[]::new);
    private static final KeyStore KEY_STORE = keyStore("seal");

    private final AtomicInteger signatures = new AtomicInteger();
    private final AtomicInteger reloads = new AtomicInteger();
    private final AtomicInteger logouts = new AtomicInteger();
    private volatile Runnable beforeSignature = () -> {};
    private volatile Runnable beforeLogout = () -> {};
    private volatile boolean wrong;
    private final Generation generation;

    /** Logs in; nothing is signed yet. */
    public SoftwareLogin(LongSupplier nanoClock) {
        this(nanoClock, KEY_STORE);
    }

    /** Logs in to a token that has the key {@code beside}, too. */
    public static SoftwareLogin withKeyBeside(LongSupplier nanoClock) {
        return new SoftwareLogin(nanoClock, keyStore("seal", "beside"));
    }

    private SoftwareLogin(LongSupplier nanoClock, KeyStore keyStore) {
        CkrFaults faults = new CkrFaults(TOKEN, "portnokkel.hsm.library", "in-memory.so");
        SunPkcs11Provider provider =
                new SunPkcs11Provider(new SoftwareProvider(), TOKEN, faults, new ListedKeys(none(), 1, TOKEN));
        LoadedModule module = module(faults, nanoClock);
        module.setProvider(provider);
        generation = new Generation(
                new Connector.TokenLogin(
                        new ProviderKeys(provider, keyStore),
                        new ModuleLoader(settings(1), VendorProfile.Disposal.LEAVE, nanoClock),
                        module,
                        new HsmToken(1, TOKEN, "", "", "", Set.of())),
                new FaultIsolation.Answers(nanoClock),
                VendorProfile.SignatureCheck.PORTNOKKEL,
                new SecureRandom(),
                nanoClock);
    }

    /** Returns settings for a queue of signatures; the module does not exist. */
    public static HsmSettings settings(int maxConcurrent) {
        return new HsmSettings(
                "softhsm2",
                Path.of("in-memory.so"),
                new TokenSelector.ByLabel(TOKEN),
                Optional.empty(),
                HsmSettings.PinRetention.MEMORY,
                VendorProfile.Recovery.COPY,
                256,
                Duration.ofSeconds(3),
                maxConcurrent,
                Optional.empty(),
                Path.of("target"),
                "portnokkel.hsm.");
    }

    public Generation generation() {
        return generation;
    }

    /** Lets the key {@code seal} prove itself with one signature. */
    public SoftwareLogin proven() {
        assertThat(generation.key("seal").label()).isEqualTo("seal");
        return this;
    }

    /** Runs before each signature; may hang, or throw what the device would. */
    public void beforeSignature(Runnable event) {
        beforeSignature = event;
    }

    /** Runs before the logout; may hang. */
    public void beforeLogout(Runnable event) {
        beforeLogout = event;
    }

    /** The device makes wrong signatures from now on. */
    public void makesWrongSignatures() {
        wrong = true;
    }

    /** Returns how many signatures were made. */
    public int signatures() {
        return signatures.get();
    }

    /** Returns how often the list of keys was read again, which fails. */
    public int reloads() {
        return reloads.get();
    }

    public int logouts() {
        return logouts.get();
    }

    @SuppressWarnings("NullAway") // this module is never finalised, so the native part is not called
    private static Cryptoki none() {
        return null;
    }

    private static LoadedModule module(CkrFaults faults, LongSupplier nanoClock) {
        return new LoadedModule(
                new ModuleFile(Path.of("target", "no-module"), () -> "nobody", false),
                none(),
                faults,
                nanoClock.getAsLong(),
                new AtomicBoolean());
    }

    private static KeyStore keyStore(String... labels) {
        try {
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            keyStore.load(null, null);
            for (String label : labels) {
                keyStore.setKeyEntry(label, KEYS.getPrivate(), null, CHAIN);
            }
            return keyStore;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Stands in for SunPKCS11. */
    private final class SoftwareProvider extends AuthProvider {
        private static final long serialVersionUID = 1L;

        SoftwareProvider() {
            super("SoftwareLogin", "1", "signs in memory");
            putService(new Service(this, "Signature", "SHA256withRSA", SoftwareSignature.class.getName(), null, null) {
                @Override
                public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
                    return new SoftwareSignature();
                }
            });
            putService(new Service(this, "KeyStore", "PKCS11", "none", null, null) {
                @Override
                public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
                    reloads.incrementAndGet();
                    throw new NoSuchAlgorithmException("The list of keys cannot be read again");
                }
            });
        }

        @Override
        public void login(Subject subject, CallbackHandler handler) {}

        @Override
        public void logout() {
            beforeLogout.run();
            logouts.incrementAndGet();
        }

        @Override
        public void setCallbackHandler(CallbackHandler handler) {}
    }

    private final class SoftwareSignature extends SignatureSpi {
        private final Signature software = Signature.getInstance("SHA256withRSA");

        SoftwareSignature() throws NoSuchAlgorithmException {}

        @Override
        protected void engineInitVerify(PublicKey publicKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws java.security.InvalidKeyException {
            software.initSign(privateKey);
        }

        @Override
        protected void engineUpdate(byte single) throws SignatureException {
            software.update(single);
        }

        @Override
        protected void engineUpdate(byte[] data, int offset, int length) throws SignatureException {
            software.update(data, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            beforeSignature.run();
            signatures.incrementAndGet();
            byte[] signature = software.sign();
            if (wrong) {
                signature[0] ^= 1;
            }
            return signature;
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
