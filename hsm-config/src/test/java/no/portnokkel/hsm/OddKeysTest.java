package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that another tool, OpenSC, has stored in a token. */
@UsesSoftHsm
class OddKeysTest {
    @TempDir
    Path directory;

    @Test
    void two_keys_with_one_label_are_both_named_and_neither_is_used() {
        SoftHsmToken token = BankFixture.token(directory, "odd-twins");
        new OpenScTool(token, directory).storeKey("RSA", 2048, "seal", "77");

        HsmFault fault = fault(token, "seal");

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_KEY_AMBIGUOUS);
        assertThat(((KeyFault.Ambiguous) fault).candidates()).hasSize(2);
    }

    @Test
    void an_elliptic_curve_key_is_rejected() {
        SoftHsmToken token = BankFixture.token(directory, "odd-elliptic");
        new OpenScTool(token, directory).storeKey("EC", 256, "curve", "77");

        HsmFault fault = fault(token, "curve");

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_KEY_UNUSABLE);
        assertThat(fault.detail().en()).contains("curve", "(EC)");
    }

    @Test
    void a_key_that_is_imported_later_is_found() {
        SoftHsmToken token = BankFixture.token(directory, "odd-later");
        long[] now = {Long.MAX_VALUE - 1};
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
        try (Hsm hsm =
                HsmConnection.start(BankFixture.settings(directory.resolve("data"), token), background, () -> now[0])) {
            Await.until(Duration.ofSeconds(20), () -> hsm.status().state() == HsmState.READY);
            SigningKey key = hsm.key("later");
            assertThat(catchThrowableOfType(HsmException.class, key::chain)).isNotNull();
            token.generateKey("later", BankFixture::certify);
            assertThat(catchThrowableOfType(HsmException.class, key::chain).fault())
                    .isInstanceOf(KeyFault.NotFound.class);

            now[0] += Duration.ofSeconds(5).toNanos();

            assertThat(key.chain()).isEqualTo(token.certificates("later"));
        } finally {
            background.shutdownNow();
        }
    }

    private HsmFault fault(SoftHsmToken token, String label) {
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))) {
            return catchThrowableOfType(HsmException.class, () -> hsm.key(label).chain())
                    .fault();
        }
    }
}
