package no.portnokkel.hsm.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import no.portnokkel.hsm.TestBank;
import no.portnokkel.hsm.matrix.bench.BenchToken;

/** Code of somebody else in this process, on the very module file that our settings name. */
record OtherCode(AuthProvider provider) {
    static OtherCode logsIn(BenchToken token) {
        String configuration = "--name = neighbour\n" + token.neighbourConfiguration();
        AuthProvider provider = (AuthProvider) Security.getProvider("SunPKCS11").configure(configuration);
        try {
            KeyStore.getInstance("PKCS11", provider).load(null, TestBank.PIN.toCharArray());
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(refused);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        return new OtherCode(provider);
    }

    void logsOut() {
        try {
            provider.logout();
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
