package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** The sentences for what is out of order at the other end. */
final class OutageProblems {
    private static final Text WAIT = Text.message("outage-problems.wait");

    private OutageProblems() {}

    static Problem unreachable(Environment environment, IOException seen) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNREACHABLE,
                "maskinporten-unreachable.unreachable",
                Map.of(
                        "tokenEndpoint",
                        environment.tokenEndpoint(),
                        "name",
                        environment.name(),
                        "reason",
                        seen.getMessage()));
    }

    static Problem noAnswer(Environment environment, IOException seen) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                Text.message(
                        "outage-problems.no-answer",
                        Map.of("tokenEndpoint", environment.tokenEndpoint(), "reason", seen.getMessage())),
                WAIT);
    }

    static Problem outOfOrder(int status) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                Text.message("outage-problems.out-of-order", Map.of("status", status)),
                WAIT);
    }

    static Problem leftAlone(Duration left) {
        long seconds = left.toSeconds() + 1;
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                Text.message("outage-problems.seconds", Map.of("seconds", seconds)),
                WAIT);
    }

    static Problem invalid(TokenResponse.Invalid answer) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_ANSWER_INVALID,
                "maskinporten-answer-invalid.invalid",
                Map.of("what", answer.what()));
    }

    static Problem switched(Environment environment) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                "maskinporten-unavailable.switched",
                Map.of("name", environment.name()));
    }
}
