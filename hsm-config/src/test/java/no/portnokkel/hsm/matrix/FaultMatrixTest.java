package no.portnokkel.hsm.matrix;

import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.matrix.bench.Bench;
import no.portnokkel.hsm.matrix.bench.SoftHsmBench;

@UsesSoftHsm
class FaultMatrixTest implements FaultStories, QuietStories {
    @Override
    public Bench bench() {
        return new SoftHsmBench();
    }
}
