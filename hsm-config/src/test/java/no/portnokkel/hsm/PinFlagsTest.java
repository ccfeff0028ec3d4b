package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests flags that SoftHSM never sets, with a shim. The PIN file is absent, so a read of the PIN would show in the
 * fault.
 */
@UsesSoftHsm
class PinFlagsTest {
    @TempDir
    Path directory;

    @Test
    void no_login_is_tried_on_a_locked_token() {
        assertThat(faultWithFlags("flags-locked", 1 << 18).code()).isEqualTo(ProblemCode.HSM_PIN_LOCKED);
    }

    @Test
    void the_final_try_is_not_used() {
        assertThat(faultWithFlags("flags-final", 1 << 17).code()).isEqualTo(ProblemCode.HSM_PIN_FINAL_TRY);
    }

    @Test
    void without_a_flag_the_login_continues_to_the_pin() {
        assertThat(faultWithFlags("flags-none", 0).code()).isEqualTo(ProblemCode.HSM_PIN_MISSING);
    }

    private HsmFault faultWithFlags(String label, int flags) {
        SoftHsmToken token = BankFixture.token(directory, label);
        Path shim = directory.resolve(label + "-shim.so");
        Shell.runSuccessfully(
                "gcc",
                "-shared",
                "-fPIC",
                "-DPIN_FLAGS=" + flags,
                "-DPIN_FLAGS_REAL=\"" + token.library() + "\"",
                "-o",
                shim.toString(),
                "src/test/c/pin-flags.c");
        HsmSettings settings =
                BankFixture.settings(directory.resolve("data"), shim, label, directory.resolve("absent.pin"));
        return catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings))
                .fault();
    }
}
