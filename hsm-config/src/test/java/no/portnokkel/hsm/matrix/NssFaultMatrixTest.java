package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.NssUnderTest;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("nss")
class NssFaultMatrixTest implements FaultScenarios {
    @Override
    public HsmUnderTest hsmUnderTest() {
        return new NssUnderTest();
    }
}
