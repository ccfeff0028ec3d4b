package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** The sentences for a token that did not come, came too late, or has no thread to come on. */
public final class FetchProblems {
    private FetchProblems() {}

    static Problem busy() {
        return Problem.of(
                ProblemCode.HSM_BUSY,
                new Text("For mange token hentes samtidig.", "Too many tokens are being fetched at once."),
                new Text("Prøv igjen om litt.", "Try again in a moment."));
    }

    /** A caller has waited as long as one may. */
    public static Problem tooLate(Duration wait) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                new Text(
                        "Ikke noe token innen " + wait + " (portnokkel.tokens.wait).",
                        "No token within " + wait + " (portnokkel.tokens.wait)."),
                new Text(
                        "Se status for HSM og Maskinporten; forsøket går videre i bakgrunnen.",
                        "See the state of the HSM and of Maskinporten; the attempt goes on in the background."));
    }

    /** What came is of no use any more. */
    public static Problem tooOld() {
        return Problem.of(
                ProblemCode.MASKINPORTEN_ANSWER_INVALID,
                new Text(
                        "Tokenet var utløpt, eller så godt som utløpt, da det kom.",
                        "The token had expired, or as good as expired, when it came."),
                new Text(
                        "Kontroller tokenets levetid i Samarbeidsportalen, klokken her og svartiden.",
                        "Check the token's lifetime in Samarbeidsportalen, the clock here and the response time."));
    }
}
