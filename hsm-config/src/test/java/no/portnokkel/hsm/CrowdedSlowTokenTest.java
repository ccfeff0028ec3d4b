package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.ManualClock;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token with many certificates of others behind a slow line: reading them all takes longer than a signature may. */
@UsesSoftHsm
@Tag("one-jdk")
class CrowdedSlowTokenTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FOREIGN = 60;

    private final ManualClock clock = new ManualClock();
    private final ManualScheduler background = new ManualScheduler(clock);
    private SoftHsmToken token;
    private FaultShim shim;

    @TempDir
    Path directory;

    @BeforeEach
    void fill_the_token() {
        token = BankFixture.token(directory, "crowded-slow");
        BankFixture.addCrowd(token, FOREIGN);
        shim = FaultShim.before(token, directory);
    }

    @Test
    void the_check_of_certificates_costs_neither_a_login_nor_a_caller() {
        try (Hsm hsm = HsmConnection.start(settings(), background, clock)) {
            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
            sign(hsm);
            shim.says("C_FindObjectsInit hang", "C_Sign count", "C_SignFinal count");

            background.advance(Duration.ofMinutes(5)); // the check begins, and the listing of objects does not end
            background.advance(Duration.ofSeconds(3));
            for (int caller = 0; caller < 20; caller++) {
                sign(hsm);
            }
            background.advance(Duration.ofMinutes(2));
            sign(hsm);

            assertThat(hsm.status().generation()).isEqualTo(1);
            shim.isWell();
        }
    }

    @Test
    void the_search_for_a_key_that_is_missing_costs_no_login() {
        try (Hsm hsm = HsmConnection.start(settings(), background, clock)) {
            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
            sign(hsm);
            shim.says("C_GetAttributeValue slow 5"); // a millisecond for each of several hundred certificates
            int before = hsm.status().generation();
            for (int search = 0; search < 3; search++) {
                HsmException failed = whileTimePasses(() -> catchThrowableOfType(
                        HsmException.class, () -> hsm.key("missing").chain()));
                assertThat(failed.fault()).isInstanceOf(KeyFault.NotFound.class);
                background.advance(Duration.ofSeconds(6));
            }

            assertThat(hsm.status().generation())
                    .as("one more, in case it shows the key")
                    .isLessThanOrEqualTo(before + 1);
            shim.isWell();
        }
    }

    private HsmSettings settings() {
        return BankFixture.settings(directory.resolve("data"), token, shim);
    }

    /** A caller for whom time passes, in case it has to wait for another login. */
    private void sign(Hsm hsm) {
        assertThat(whileTimePasses(() -> hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)))
                .hasSize(256);
    }

    private <T> T whileTimePasses(Supplier<T> work) {
        CompletableFuture<T> caller = CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
        Await.until(SOON, () -> {
            background.advance(Duration.ofMillis(1));
            return caller.isDone();
        });
        return caller.join();
    }
}
