package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import javax.security.auth.login.LoginException;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import org.jspecify.annotations.Nullable;

/** One instance of the JDK's PKCS#11 provider, for one slot of one loaded module. Not registered in the JVM. */
record SunPkcs11Provider(AuthProvider provider, String tokenLabel, CkrFaults faults, ListedKeys listedKeys) {

    /** What the JDK replaces in a path; its configuration has no way to write these as they are. */
    private static final List<String> REPLACED_IN_PATHS = List.of("${", "/$ISA/");

    /**
     * Opens the slot without a login.
     *
     * @throws HsmException {@link DeviceFault} when the device does not answer, {@link SetupFault} when this Java runtime
     *     was built without the provider or the provider cannot be configured for this module
     */
    static SunPkcs11Provider open(LoadedModule module, HsmToken token, VendorProfile profile) {
        module.file().restore();
        String slot = slot(module, token);
        String configuration = "name = portnokkel\nlibrary = "
                + quoted(module.file().path()) + "\n" + slot + "\n" + profile.attributes();
        try {
            Provider configured = unconfigured().configure("--" + configuration);
            if (!slot.equals(slot(module, token))) { // slots were added or removed meanwhile: it may be another one
                throw gone(token);
            }
            ListedKeys listedKeys = new ListedKeys(module.cryptoki(), token.slot(), token.label());
            return new SunPkcs11Provider((AuthProvider) configured, token.label(), module.faults(), listedKeys);
        } catch (ProviderException failed) {
            throw module.faults().of(failed);
        } catch (InvalidParameterException rejected) {
            throw module.faults().ofConfiguration(rejected);
        }
    }

    /** Not from the list of registered providers: there it may be configured for another module, or missing. */
    private static Provider unconfigured() {
        return ServiceLoader.load(Provider.class, ClassLoader.getSystemClassLoader()).stream()
                .filter(found -> found.type().getName().equals("sun.security.pkcs11.SunPKCS11"))
                .findFirst()
                .orElseThrow(() -> new HsmException(new SetupFault.ProviderMissing()))
                .get();
    }

    /** The JDK reads a slot id as an {@code int}; a larger one is given by its place in the list. */
    private static String slot(LoadedModule module, HsmToken token) {
        if (token.slot() == (int) token.slot() && token.slot() >= 0) {
            return "slot = " + token.slot();
        }
        int index = module.cryptoki().slotIndex(token.slot());
        if (index < 0) { // the JDK would take the first slot instead, and present our PIN to its token
            throw gone(token);
        }
        return "slotListIndex = " + index;
    }

    private static HsmException gone(HsmToken token) {
        return new HsmException(new DeviceFault.Unavailable(token.label(), Reason.TOKEN_GONE.id()));
    }

    /** Quotes a path as {@link java.io.StreamTokenizer} reads it; a backslash before an n would become a line end. */
    private static String quoted(Path path) {
        for (String part : REPLACED_IN_PATHS) {
            if (path.toString().contains(part)) {
                throw new HsmException(new SetupFault.PathNotConfigurable(path.toString(), part));
            }
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (char one : path.toString().toCharArray()) {
            boolean special = one < ' ' || one == '"' || one == '\\';
            quoted.append(special ? String.format(Locale.ROOT, "\\%03o", (int) one) : one);
        }
        return quoted.append('"').toString();
    }

    /**
     * Reads the list of keys. If SunPKCS11 cannot, since one object is not as it expects, the list is not loaded although
     * the login succeeded; {@link #listedKeys} reads the objects then.
     *
     * @param pin null after login
     */
    KeyStore keyStore(char @Nullable [] pin) throws IOException, GeneralSecurityException {
        KeyStore keyStore = KeyStore.getInstance("PKCS11", provider);
        try {
            keyStore.load(null, pin);
        } catch (IOException | CertificateException failed) {
            if (isOfLogin(failed) || !listedKeys.isReadable()) {
                throw failed;
            }
        }
        return keyStore;
    }

    /** Returns whether a list of keys was read. */
    static boolean isLoaded(KeyStore keyStore) {
        try {
            return keyStore.size() >= 0;
        } catch (KeyStoreException notLoaded) {
            return false;
        } catch (ProviderException removed) { // with its token
            return true;
        }
    }

    /** Returns whether the login itself failed, and not the reading of the list that follows. */
    static boolean isOfLogin(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoginException) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the JDK still sees the token: without it the provider has no services. */
    boolean isPresent() {
        return provider.getService("KeyStore", "PKCS11") != null;
    }

    /** Logs out, and returns whether the device answered: at the end of a generation it may be gone. */
    boolean logout() {
        try {
            provider.logout();
            return true;
        } catch (LoginException | ProviderException gone) {
            return false;
        }
    }
}
