package no.portnokkel.hsm.matrix;

import java.nio.file.Path;
import java.util.function.Consumer;
import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.NotSupportedByModule;
import no.portnokkel.hsm.matrix.module.TokenUnderTest;

/** Who plays stories says on what; a story that its module cannot play ends with the reason in the table. */
interface ScenarioRunner {
    HsmUnderTest bench();

    default void play(String what, String madeBy, Path directory, Consumer<Scenario> story) {
        FaultTable.Condition condition = new FaultTable.Condition(what, madeBy);
        String label = "matrix-" + Integer.toHexString(what.hashCode());
        try (TokenUnderTest token = bench().token(directory, label)) {
            FaultTable.describe(bench());
            story.accept(new Scenario(condition, bench(), token, directory));
        } catch (NotSupportedByModule reason) {
            FaultTable.cannot(condition, bench(), reason.why());
        }
    }
}
