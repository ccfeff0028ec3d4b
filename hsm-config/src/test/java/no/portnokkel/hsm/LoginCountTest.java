package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts logins with OpenSC's spy, which logs every call to the module. No other test in this process uses it. */
@UsesSoftHsm
class LoginCountTest {
    private static final Path SPY = Path.of("/usr/lib/x86_64-linux-gnu/pkcs11-spy.so");

    @TempDir
    Path directory;

    @Test
    void a_wrong_pin_costs_one_login_over_several_starts() throws IOException {
        Path log = Path.of(Objects.requireNonNull(System.getenv("PKCS11SPY_OUTPUT")));
        Files.deleteIfExists(log);
        SoftHsmToken token = BankFixture.token(directory, "login-count");
        Files.writeString(token.pinFile(), "1111111111");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), SPY, token.label(), token.pinFile());

        for (int start = 0; start < 3; start++) {
            HsmException refused = catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings));
            assertThat(refused.fault()).isInstanceOf(PinFault.Refused.class);
        }

        assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                .containsOnlyOnce(": C_Login")
                .contains("CKR_PIN_INCORRECT");
    }
}
