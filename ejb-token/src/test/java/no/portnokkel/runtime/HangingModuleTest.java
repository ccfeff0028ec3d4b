package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A call into the module that does not return, on the thread of the flight itself. */
@ResourceLock("softhsm2") // one store a process, which another token must not change meanwhile
class HangingModuleTest extends TwoTwinsFixture {
    private FaultShim shim;

    @BeforeEach
    void the_module_may_have_bad_days() {
        shim = FaultShim.before(hsm, dataDir);
        bank.with("hsm.library", shim.module().toString());
        bank.with("hsm.sign-timeout", "PT3S");
    }

    @Test
    void whoever_waits_is_served_by_another_thread_and_one_grant_is_spent() throws InterruptedException {
        try (Portnokkel portnokkel = bank.starts()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            shim.says("old C_Sign hang", "old C_SignFinal hang");

            assertThat(portnokkel.tokens().get(TokenRequest.forScope("nav:aap")))
                    .isNotNull();
            assertThat(portnokkel.hsm().map(HsmStatus::generation)).contains(2);
            assertThat(someoneIsInside()).as("the first thread still hangs").isTrue();

            shim.says();
            for (int turn = 0; turn < 200 && someoneIsInside(); turn++) {
                Thread.sleep(Duration.ofMillis(100).toMillis());
            }
            assertThat(someoneIsInside()).as("it was let go").isFalse();
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(2);
            assertThat(portnokkel.problems()).isEmpty();
        }
    }

    private static boolean someoneIsInside() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().startsWith("C_Sign"));
    }
}
