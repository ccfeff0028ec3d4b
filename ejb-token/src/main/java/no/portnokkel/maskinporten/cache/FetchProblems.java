package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.Map;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** The sentences for a token that did not come, came too late, or has no thread to come on. */
public final class FetchProblems {
    private FetchProblems() {}

    static Problem busy() {
        return Problem.of(ProblemCode.HSM_BUSY, "hsm-busy.busy-2");
    }

    /** A caller has waited as long as one may. */
    public static Problem tooLate(Duration wait) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE, "maskinporten-unavailable.too-late", Map.of("wait", wait));
    }

    /** What came is of no use any more. */
    public static Problem tooOld() {
        return Problem.of(ProblemCode.MASKINPORTEN_ANSWER_INVALID, "maskinporten-answer-invalid.too-old");
    }
}
