package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.ManualClock;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules whose copies share one state below: wrappers such as pkcs11-spy, and clients of a daemon. */
@UsesSoftHsm
class SharedModuleStateTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ManualClock clock = new ManualClock();
    private final ManualScheduler background = new ManualScheduler(clock);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"softhsm2", "custom"})
    void the_end_of_a_replaced_login_does_not_end_the_next_one(String profile) {
        SoftHsmToken token = BankFixture.token(directory, "shared-" + profile);
        FaultShim shim = FaultShim.sharing(token.library(), directory.resolve("sharing.so"));
        HsmSettings settings = HsmSettingsVariant.of(settings(shim.module(), token))
                .profile(profile)
                .settings();
        Hsm hsm = HsmConnection.start(settings, background, clock);
        Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
        for (int outage = 1; outage <= 3; outage++) {
            sign(hsm);
            loseLogin(hsm, shim, "C_Finalize count", "C_Logout count");
            int generation = hsm.status().generation();
            long ends = shim.counted();

            background.advance(Duration.ofSeconds(11)); // the replaced generation is closed after ten
            for (int caller = 0; caller < 20; caller++) {
                sign(hsm);
            }

            assertThat(hsm.status().generation()).isEqualTo(generation);
            assertThat(shim.counted()).as("logins and modules ended").isEqualTo(ends);
        }
        hsm.close();
        background.shutdownNow();
        assertThat(shim.counted()).as("nothing that others may use was ended").isZero();
    }

    /** As p11-kit does: each copy may be initialised, and counts its users. */
    @Test
    void copies_that_do_not_say_that_they_share_their_login_are_found_out_once() {
        SoftHsmToken token = BankFixture.token(directory, "shared-polite");
        FaultShim shim = FaultShim.sharing(token.library(), directory.resolve("sharing.so"));
        shim.says("* polite");
        try (Hsm hsm = HsmConnection.start(settings(shim.module(), token), background, clock)) {
            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
            sign(hsm);
            loseLogin(hsm, shim, "* polite");
            background.advance(Duration.ofSeconds(11));
            signWhileTimePasses(hsm);
            for (int outage = 0; outage < 3; outage++) {
                loseLogin(hsm, shim, "* polite");
                int generation = hsm.status().generation();
                background.advance(Duration.ofSeconds(11));
                for (int caller = 0; caller < 20; caller++) {
                    signWhileTimePasses(hsm);
                }

                assertThat(hsm.status().generation()).isEqualTo(generation);
            }
        }
    }

    /** The device fails one signature; the sessions of the login stay, so that its end can do harm. */
    private void loseLogin(Hsm hsm, FaultShim shim, String... rules) {
        int generation = hsm.status().generation();
        shim.says(Stream.concat(Stream.of(rules), Stream.of("C_SignInit answer 0x30"))
                .toArray(String[]::new));
        CompletableFuture<Void> caller = caller(hsm);
        Await.until(SOON, () -> hsm.status().state() != HsmState.READY);
        shim.says(rules);
        Await.until(SOON, () -> {
            background.advance(Duration.ofMillis(5));
            return caller.isDone();
        });
        caller.join();
        assertThat(hsm.status().generation()).isGreaterThan(generation);
    }

    private static CompletableFuture<Void> caller(Hsm hsm) {
        return CompletableFuture.runAsync(() -> sign(hsm), task -> new Thread(task).start());
    }

    private void signWhileTimePasses(Hsm hsm) {
        CompletableFuture<Void> caller = caller(hsm);
        Await.until(SOON, () -> {
            background.advance(Duration.ofMillis(5));
            return caller.isDone();
        });
        caller.join();
    }

    private HsmSettings settings(Path library, SoftHsmToken token) {
        return BankFixture.settings(directory.resolve("data"), library, token.label(), token.pinFile());
    }

    private static void sign(Hsm hsm) {
        assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
    }
}
