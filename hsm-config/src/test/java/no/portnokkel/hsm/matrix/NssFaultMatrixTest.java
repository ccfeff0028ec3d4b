package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.matrix.bench.Bench;
import no.portnokkel.hsm.matrix.bench.NssBench;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("nss")
class NssFaultMatrixTest implements FaultStories {
    @Override
    public Bench bench() {
        return new NssBench();
    }
}
