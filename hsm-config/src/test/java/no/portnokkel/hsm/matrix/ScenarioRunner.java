package no.portnokkel.hsm.matrix;

import java.nio.file.Path;
import java.util.function.Consumer;
import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.NotSupportedByModule;
import no.portnokkel.hsm.matrix.module.TokenUnderTest;

/** Runs scenarios on one kind of module. The table shows the reason when the module does not support a scenario. */
interface ScenarioRunner {
    HsmUnderTest hsmUnderTest();

    default void run(String what, String causedBy, Path directory, Consumer<Scenario> story) {
        FaultTable.Condition condition = new FaultTable.Condition(what, causedBy);
        String label = "matrix-" + Integer.toHexString(what.hashCode());
        try (TokenUnderTest token = hsmUnderTest().token(directory, label)) {
            FaultTable.describe(hsmUnderTest());
            story.accept(new Scenario(condition, hsmUnderTest(), token, directory));
        } catch (NotSupportedByModule reason) {
            FaultTable.addUnsupported(condition, hsmUnderTest(), reason.reason());
        }
    }
}
