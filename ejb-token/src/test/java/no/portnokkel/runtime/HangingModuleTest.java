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

/** A call into the PKCS#11 module that does not return, on the thread that fetches a token. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class HangingModuleTest extends TwoTwinsFixture {
    private FaultShim shim;

    @BeforeEach
    void insert_a_fault_shim() {
        shim = FaultShim.before(hsm, dataDir);
        bank.with("hsm.library", shim.module().toString());
        bank.with("hsm.sign-timeout", "PT3S");
    }

    @Test
    void a_waiting_caller_is_served_by_another_thread_at_the_cost_of_one_grant() throws InterruptedException {
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.awaitReady(Duration.ofSeconds(30))).isTrue(); // a busy machine connects late
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            shim.says("old C_Sign hang", "old C_SignFinal hang");

            assertThat(portnokkel.tokens().get(TokenRequest.forScope("nav:aap")))
                    .isNotNull();
            assertThat(portnokkel.hsm().map(HsmStatus::generation)).contains(2);
            assertThat(isThreadInModule()).as("the first thread still hangs").isTrue();

            shim.says();
            for (int attempt = 0; attempt < 200 && isThreadInModule(); attempt++) {
                Thread.sleep(Duration.ofMillis(100).toMillis());
            }
            assertThat(isThreadInModule()).as("the call has returned").isFalse();
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(2);
            assertThat(portnokkel.problems()).isEmpty();
        }
    }

    private static boolean isThreadInModule() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().startsWith("C_Sign"));
    }
}
