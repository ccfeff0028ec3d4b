package no.portnokkel.hsm.matrix;

import java.nio.file.Path;
import java.util.function.Consumer;
import no.portnokkel.hsm.matrix.bench.Bench;
import no.portnokkel.hsm.matrix.bench.BenchToken;
import no.portnokkel.hsm.matrix.bench.Cannot;

/** Who plays stories says on what; a story that its module cannot play ends with the reason in the table. */
interface Played {
    Bench bench();

    default void play(String what, String madeBy, Path directory, Consumer<Stage> story) {
        FaultTable.Condition condition = new FaultTable.Condition(what, madeBy);
        String label = "matrix-" + Integer.toHexString(what.hashCode());
        try (BenchToken token = bench().token(directory, label)) {
            FaultTable.describe(bench());
            story.accept(new Stage(condition, bench(), token, directory));
        } catch (Cannot reason) {
            FaultTable.cannot(condition, bench(), reason.why());
        }
    }
}
