package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.matrix.bench.Bench;
import no.portnokkel.hsm.matrix.bench.NssBench;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("long")
@ResourceLock("nss")
class LongNssFaultMatrixTest implements LongFaultStories, QuietStories {
    @Override
    public Bench bench() {
        return new NssBench();
    }
}
