package no.portnokkel.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.hsm.FaultShim;

/** What an HSM and Maskinporten can do to a bank, in an order that chance makes. */
final class FaultSchedule {
    private static final List<List<String>> OF_THE_HSM = List.of(
            List.of("old * answer 48"), // CKR_DEVICE_ERROR until the module is loaded anew
            List.of("C_SignFinal answer 50", "C_Sign answer 50"), // CKR_DEVICE_REMOVED
            List.of("C_SignFinal slow 500", "C_Sign slow 500"),
            List.of("C_SignFinal wrong", "C_Sign wrong"),
            List.of("* drop"));

    private static final List<ScriptedAnswer> OF_MASKINPORTEN = List.of(
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
    private final Random chance;

    FaultSchedule(MaskinportenTwin twin, FaultShim hsm, Random chance) {
        this.twin = twin;
        this.hsm = hsm;
        this.chance = chance;
    }

    /** One of them has a bad time. */
    void begin() {
        if (chance.nextInt(4) == 0) {
            hsm.says(any(OF_THE_HSM).toArray(String[]::new));
        } else {
            twin.faults().always(any(OF_MASKINPORTEN));
        }
    }

    /** Both are well. */
    void end() {
        hsm.isWell();
        twin.faults().clear();
    }

    private <T> T any(List<T> all) {
        return all.get(chance.nextInt(all.size()));
    }
}
