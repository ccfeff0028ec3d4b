package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** One outage after another, while eight threads go on asking for signatures. */
@UsesSoftHsm
@Isolated("counts what the whole process holds")
class EnduranceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LOST = Duration.ofSeconds(20); // many times the sign timeout, even on a busy machine
    private static final int CALLERS = 8;
    private static final int FIRST_ONES = 5; // load what later ones find loaded
    private static final Duration FAREWELL =
            Duration.ofSeconds(12); // a generation that is past stays for ten, and is left then

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    @Test
    void in_twenty_cuts_no_caller_is_lost_and_no_signature_wrong() throws IOException {
        live(20, Duration.ZERO); // too few to count what they cost
    }

    @Test
    @Tag("long")
    void two_hundred_cuts_cost_little_and_no_caller_is_lost() throws IOException {
        Outages seen = live(200, FAREWELL);

        costLittle(seen);
        assertThat(seen.resident()).as("kB an outage").isLessThanOrEqualTo(1_024);
        Files.writeString(Path.of("target", "endurance.md"), seen.page());
    }

    /** A copy of the module, and here and there a thread that p11-kit's client leaves hanging, with its socket. */
    private static void costLittle(Outages seen) {
        assertThat(seen.mappings()).isLessThanOrEqualTo(6);
        assertThat(seen.files()).isLessThanOrEqualTo(0.3);
        assertThat(seen.after().threads()).isLessThanOrEqualTo(seen.before().threads() + CALLERS);
        assertThat(seen.after().heap()).isLessThan(seen.before().heap() + 8_192);
    }

    private Outages live(int cuts, Duration rest) throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "endurance");
        HsmSettings settings = HsmSettingsVariant.those(
                        BankFixture.settings(directory, NetworkHsm.clientModule(), token.label(), token.pinFile()))
                .maxGenerations(1_000)
                .settings();
        try (NetworkHsm device = new NetworkHsm(token.library(), token.label())) {
            device.switchOn();
            try (Hsm hsm = Hsm.start(settings, background, System::nanoTime)) {
                Await.holds(SOON, () -> hsm.status().state() == HsmState.READY);
                Outages seen = live(cuts, rest, device, hsm);
                assertThat(seen.crowd().wrong()).isZero();
                assertThat(seen.crowd().longest()).isLessThan(LOST);
                return seen;
            }
        }
    }

    private static Outages live(int cuts, Duration rest, NetworkHsm device, Hsm hsm) throws IOException {
        SigningLoad crowd = new SigningLoad(hsm.key("seal"), CALLERS);
        try (crowd) {
            for (int cut = 0; cut < FIRST_ONES; cut++) {
                cut(device, hsm, crowd);
            }
            Footprint before = crowd.resting(rest, Footprint::now);
            long[] millis = new long[cuts];
            for (int cut = 0; cut < cuts; cut++) {
                millis[cut] = cut(device, hsm, crowd).toMillis();
            }
            Arrays.sort(millis);
            return new Outages(
                    cuts, millis[cuts / 2], millis[cuts - 1], crowd, before, crowd.resting(rest, Footprint::now));
        }
    }

    /** Returns the time from the server's return to the first signature that was asked for after it. */
    private static Duration cut(NetworkHsm device, Hsm hsm, SigningLoad crowd) throws IOException {
        device.switchOff();
        Await.holds(SOON, () -> hsm.status().state() != HsmState.READY);
        device.switchOn();
        long back = System.nanoTime();
        Await.holds(SOON, () -> crowd.hasSignedSince(back));
        return Duration.ofNanos(System.nanoTime() - back);
    }

    /** What they have cost, each. */
    private record Outages(
            int number, long median, long longest, SigningLoad crowd, Footprint before, Footprint after) {
        double resident() {
            return (double) (after.resident() - before.resident()) / number;
        }

        double mappings() {
            return (double) (after.mappings() - before.mappings()) / number;
        }

        double files() {
            return (double) (after.files() - before.files()) / number;
        }

        String page() {
            return String.format(
                    Locale.ROOT,
                    """
                    <!-- Made by a test; do not edit. Anew: mvn verify -pl testkit,hsm-config -Dtest=EnduranceTest -Dleave-out=none
                         -Dsurefire.failIfNoSpecifiedTests=false, then cp hsm-config/target/endurance.md docs/hsm/endurance.md -->
                    # One outage after another

                    A p11-kit server in front of SoftHSM2 was killed and restarted %d times while %d threads asked for signatures. Of %d signatures %d were wrong; %d calls got `hsm-unavailable`; the longest call took %d ms (`hsm.sign-timeout` is 3 s). Nothing was restarted on our side.

                    | an outage | |
                    |---|---|
                    | from the server's return to a signature | median %d ms, longest %d ms |
                    | memory that stays (RSS) | %.0f kB |
                    | mappings that stay | %.1f |
                    | open files that stay | %.2f |
                    | heap after a collection, before and after all | %d kB, %d kB |
                    | threads, before and after all | %d, %d |
                    | calls that hang for ever, before and after all | %d, %d |

                    Calls that hang are p11-kit's: when its server is killed while several threads wait for an answer, its client now and then wakes one of them only. Nobody waits for such a call after two thirds of the sign timeout; it keeps a thread, and the number of those is bounded (`hsm.max-generations`).

                    The JVM never unloads a module: what stays is its copies. Each is told `C_Finalize` when it is past, and closes its socket then; but not while a call hangs in it. `hsm.max-generations` bounds all of it.
                    """,
                    number,
                    CALLERS,
                    crowd.good(),
                    crowd.wrong(),
                    crowd.faults(),
                    crowd.longest().toMillis(),
                    median,
                    longest,
                    resident(),
                    mappings(),
                    files(),
                    before.heap(),
                    after.heap(),
                    before.threads(),
                    after.threads(),
                    before.hanging(),
                    after.hanging());
        }
    }
}
