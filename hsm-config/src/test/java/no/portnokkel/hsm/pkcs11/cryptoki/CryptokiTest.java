package no.portnokkel.hsm.pkcs11.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesSoftHsm
class CryptokiTest {
    /** JNA unloads a library when its object is collected; a later call into it would crash the server. */
    @Test
    void a_module_stays_loaded_as_long_as_it_may_be_called(@TempDir Path directory) throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "cryptoki");
        Cryptoki cryptoki = load(token);
        cryptoki.initialize(Optional.empty());

        collectGarbage();

        assertThat(Files.readString(Path.of("/proc/self/maps")))
                .contains(token.library().toString());
        assertThat(cryptoki.token(token.slot()).label()).isEqualTo("cryptoki");
    }

    @Test
    void nothing_private_is_read_without_a_login(@TempDir Path directory) {
        SoftHsmToken token = BankFixture.token(directory, "cryptoki-private");
        Cryptoki cryptoki = load(token);
        cryptoki.initialize(Optional.empty());

        assertThat(cryptoki.objects(token.slot()).keys()).isEmpty();
    }

    private static Cryptoki load(SoftHsmToken token) {
        String library = token.library().toString();
        return Cryptoki.load(token.library(), new CkrFaults(token.label(), "portnokkel.hsm.library", library));
    }

    private static void collectGarbage() {
        for (int round = 0; round < 20; round++) {
            WeakReference<Object> sentinel = new WeakReference<>(new Object());
            while (sentinel.get() != null) {
                System.gc();
            }
        }
    }
}
