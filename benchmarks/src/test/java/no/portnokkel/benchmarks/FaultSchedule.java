package no.portnokkel.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.hsm.FaultShim;

/** Faults of the HSM and of Maskinporten in random order. */
final class FaultSchedule {
    private static final List<List<String>> HSM_FAULTS = List.of(
            List.of("old * answer 48"), // CKR_DEVICE_ERROR until the module is loaded again
            List.of("C_SignFinal answer 50", "C_Sign answer 50"), // CKR_DEVICE_REMOVED
            List.of("C_SignFinal slow 500", "C_Sign slow 500"),
            List.of("C_SignFinal wrong", "C_Sign wrong"),
            List.of("* drop"));

    private static final List<ScriptedAnswer> MASKINPORTEN_FAULTS = List.of(
            ScriptedAnswer.status(503),
            ScriptedAnswer.status(429, Duration.ofSeconds(1)),
            ScriptedAnswer.hangUp(),
            ScriptedAnswer.cutInBody(),
            ScriptedAnswer.garbage(),
            ScriptedAnswer.wrongContentType(),
            ScriptedAnswer.slow(Duration.ofSeconds(2)),
            ScriptedAnswer.hang());

    private final MaskinportenTwin twin;
    private final FaultShim hsm;
    private final Random random;

    FaultSchedule(MaskinportenTwin twin, FaultShim hsm, Random random) {
        this.twin = twin;
        this.hsm = hsm;
        this.random = random;
    }

    /** Starts a fault of one of them. */
    void begin() {
        if (random.nextInt(4) == 0) {
            hsm.says(any(HSM_FAULTS).toArray(String[]::new));
        } else {
            twin.faults().always(any(MASKINPORTEN_FAULTS));
        }
    }

    /** Ends all faults. */
    void end() {
        hsm.isWell();
        twin.faults().clear();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
