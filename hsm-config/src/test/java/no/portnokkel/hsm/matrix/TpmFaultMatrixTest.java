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

/** After those on SoftHSM: the network HSM has one address a process. */
@Tag("long")
@UsesSoftHsm
class TpmFaultMatrixTest implements FaultScenarios, LongFaultScenarios, IdleScenarios {
    private static final int CONNECTIONS = 27; // that tpm2-abrmd grants; a copy of the module holds two

    private final TpmUnderTest bench = new TpmUnderTest();

    @Override
    public HsmUnderTest bench() {
        return bench;
    }

    @Test
    void more_outages_than_the_resource_manager_has_connections(@TempDir Path directory) {
        play("sessions lost, again and again", SHIM, directory, stage -> {
            FaultShim shim = stage.shim();
            try (HsmClient patient = stage.patient(shim.module()).well()) {
                for (int outage = 0; outage < CONNECTIONS; outage++) {
                    patient.isBridgedOver(() -> shim.says("* drop"));
                }

                assertThat(patient.generation()).isEqualTo(1 + CONNECTIONS);
            }
        });
    }
}
