package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.NssUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("nss")
@Tag("one-jdk")
class NssFaultMatrixTest implements FaultScenarios {
    @Override
    public HsmUnderTest hsmUnderTest() {
        return new NssUnderTest();
    }
}
