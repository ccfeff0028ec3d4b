package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.matrix.bench.Bench;
import no.portnokkel.hsm.matrix.bench.SoftHsmBench;
import org.junit.jupiter.api.Tag;

@Tag("long")
@UsesSoftHsm
class LongFaultMatrixTest implements LongFaultStories {
    @Override
    public Bench bench() {
        return new SoftHsmBench();
    }
}
