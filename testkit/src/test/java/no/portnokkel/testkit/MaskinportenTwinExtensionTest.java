package no.portnokkel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MaskinportenTwinExtension.class)
class MaskinportenTwinExtensionTest {

    @BeforeEach
    void register(MaskinportenTwin twin) {
        twin.registry().register(GrantClient.CLIENT);
    }

    @RepeatedTest(2)
    void every_test_gets_a_running_twin_with_zero_counts_and_no_faults(MaskinportenTwin twin) {
        GrantClient bank = new GrantClient(twin, Instant.now());
        assertThat(twin.grantsReceived()).isZero();
        assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(200);
        assertThat(twin.grantsReceived()).isEqualTo(1);
        twin.faults().always(ScriptedAnswer.status(503));
        twin.stop();
    }

    @Nested
    class In_a_nested_class {
        @Test
        void it_is_the_same_twin(MaskinportenTwin twin) {
            GrantClient bank = new GrantClient(twin, Instant.now());
            assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(200);
        }
    }
}
