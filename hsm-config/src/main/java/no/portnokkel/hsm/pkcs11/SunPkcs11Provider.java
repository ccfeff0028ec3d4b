package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import javax.security.auth.login.LoginException;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import org.jspecify.annotations.Nullable;

/** One instance of the JDK's PKCS#11 provider, for one slot of one loaded module. Not registered in the JVM. */
record SunPkcs11Provider(AuthProvider provider, String tokenLabel, CkrFaults faults) {

    /**
     * Opens the slot without a login.
     *
     * @throws HsmException {@link DeviceFault} when the device does not answer, {@link DeviceFault.Failed} when this
     *     Java runtime was built without the provider
     */
    static SunPkcs11Provider open(LoadedModule module, HsmToken token, VendorProfile profile) {
        Provider unconfigured = Security.getProvider("SunPKCS11");
        if (unconfigured == null) {
            throw new HsmException(new DeviceFault.Failed(token.label(), Reason.CRYPTOKI_MISSING.id()));
        }
        String configuration = "name = portnokkel\nlibrary = \"" + module.copy().path() + "\"\nslot = " + token.slot()
                + "\n" + profile.attributes();
        try {
            return new SunPkcs11Provider(
                    (AuthProvider) unconfigured.configure("--" + configuration), token.label(), module.faults());
        } catch (ProviderException failed) {
            throw module.faults().of(failed);
        }
    }

    /**
     * Reads the list of keys.
     *
     * @param pin null after login
     */
    KeyStore keyStore(char @Nullable [] pin) throws IOException, GeneralSecurityException {
        KeyStore keyStore = KeyStore.getInstance("PKCS11", provider);
        keyStore.load(null, pin);
        return keyStore;
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
