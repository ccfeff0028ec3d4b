package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a module copy that is not used again is disposed of. */
@UsesSoftHsm
class ModuleDisposalTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void it_is_finalised_to_release_its_resources() {
        SoftHsmToken token = BankFixture.token(directory, "goodbye-plain");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_Finalize count");

        Hsm hsm = HsmConnection.open(settings(token, shim));
        hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256);
        assertThat(shim.counted()).isZero();
        hsm.close();

        assertThat(shim.counted()).isEqualTo(1);
    }

    @Test
    void it_is_not_finalised_before_a_call_that_hangs_in_it_has_returned() {
        SoftHsmToken token = BankFixture.token(directory, "goodbye-hanging");
        FaultShim shim = FaultShim.before(token, directory);
        Hsm hsm = HsmConnection.open(settings(token, shim));
        SigningKey key = hsm.key("seal");
        assertThat(key.chain()).isNotEmpty();
        shim.says("C_Finalize count", "C_Sign hang", "C_Sign count", "C_SignFinal hang", "C_SignFinal count");
        CompletableFuture<byte[]> caller = CompletableFuture.supplyAsync(
                () -> key.sign(GRANT, SignatureAlgorithm.RS256), task -> new Thread(task).start());
        assertThat(caller).failsWithin(SOON);

        hsm.close();
        assertThat(shim.counted()).isZero();

        shim.says("C_Finalize count");
        Await.until(SOON, () -> shim.counted() > 0);
    }

    @Test
    void a_module_whose_copies_may_share_state_is_not_finalised() {
        SoftHsmToken token = BankFixture.token(directory, "goodbye-shared");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_Finalize count", "C_Logout count");

        Hsm hsm = HsmConnection.open(
                HsmSettingsVariant.of(settings(token, shim)).profile("custom").settings());
        hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256);
        hsm.close();

        assertThat(shim.counted()).as("C_Logout alone").isEqualTo(1);
    }

    private HsmSettings settings(SoftHsmToken token, FaultShim shim) {
        return BankFixture.settings(directory.resolve("data"), token, shim);
    }
}
