package no.portnokkel.hsm.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.matrix.module.TokenUnderTest;

/** Other code in this process that uses the module file of our settings. */
record ForeignModuleUser(AuthProvider provider) {
    static ForeignModuleUser logsIn(TokenUnderTest token) {
        String configuration = "--name = foreign\n" + token.foreignConfiguration();
        AuthProvider provider = (AuthProvider) Security.getProvider("SunPKCS11").configure(configuration);
        try {
            KeyStore.getInstance("PKCS11", provider).load(null, BankFixture.PIN.toCharArray());
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(refused);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        return new ForeignModuleUser(provider);
    }

    void logsOut() {
        try {
            provider.logout();
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
