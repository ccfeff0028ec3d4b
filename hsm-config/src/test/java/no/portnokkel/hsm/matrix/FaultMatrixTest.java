package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.SoftHsmUnderTest;
import org.junit.jupiter.api.Tag;

@UsesSoftHsm
@Tag("one-jdk")
class FaultMatrixTest implements FaultScenarios, IdleScenarios {
    @Override
    public HsmUnderTest hsmUnderTest() {
        return new SoftHsmUnderTest();
    }
}
