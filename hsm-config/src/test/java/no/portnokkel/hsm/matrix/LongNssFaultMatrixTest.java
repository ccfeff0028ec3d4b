package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.NssUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("long")
@ResourceLock("nss")
class LongNssFaultMatrixTest implements LongFaultScenarios, IdleScenarios {
    @Override
    public HsmUnderTest hsmUnderTest() {
        return new NssUnderTest();
    }
}
