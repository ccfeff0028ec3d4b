package no.portnokkel.hsm.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.TpmUnderTest;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Not at the same time as the tests on SoftHSM: the network HSM has one address for each process. */
@Tag("long")
@UsesSoftHsm
class TpmFaultMatrixTest implements FaultScenarios, LongFaultScenarios, IdleScenarios {
    private static final int CONNECTIONS = 27; // the limit of tpm2-abrmd; a copy of the module holds two

    private final TpmUnderTest hsmUnderTest = new TpmUnderTest();

    @Override
    public HsmUnderTest hsmUnderTest() {
        return hsmUnderTest;
    }

    @Test
    void more_outages_than_the_resource_manager_has_connections(@TempDir Path directory) {
        run("sessions lost, again and again", SHIM, directory, scenario -> {
            FaultShim shim = scenario.shim();
            try (HsmClient client = scenario.client(shim.module()).awaitReady()) {
                for (int outage = 0; outage < CONNECTIONS; outage++) {
                    client.waitingTime(() -> shim.says("* drop"));
                }

                assertThat(client.generation()).isEqualTo(1 + CONNECTIONS);
            }
        });
    }
}
