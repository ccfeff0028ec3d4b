package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.matrix.bench.Bench;
import no.portnokkel.hsm.matrix.bench.TpmBench;
import org.junit.jupiter.api.Tag;

/** After those on SoftHSM: the network HSM has one address a process. */
@Tag("long")
@UsesSoftHsm
class TpmFaultMatrixTest implements FaultStories, LongFaultStories {
    private final TpmBench bench = new TpmBench();

    @Override
    public Bench bench() {
        return bench;
    }
}
