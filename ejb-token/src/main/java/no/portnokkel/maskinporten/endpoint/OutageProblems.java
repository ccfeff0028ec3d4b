package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.http.ProxyRefusedException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** The problems of an endpoint that is out of reach or answers with an error. */
final class OutageProblems {
    private static final Text WAIT = Text.message("maskinporten-unavailable.wait.remedy");

    private OutageProblems() {}

    static Problem unreachable(Environment environment, ConnectException cause) {
        if (cause instanceof ProxyRefusedException refused) {
            return refusedByProxy(environment, refused);
        }
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNREACHABLE,
                "maskinporten-unreachable.no-connection",
                Map.of(
                        "tokenEndpoint",
                        environment.tokenEndpoint(),
                        "environment",
                        environment.name(),
                        "reason",
                        cause.getMessage()));
    }

    private static Problem refusedByProxy(Environment environment, ProxyRefusedException refused) {
        return refused.isOfCredentials()
                ? Problem.of(
                        ProblemCode.MASKINPORTEN_UNREACHABLE,
                        "maskinporten-unreachable.proxy-credentials",
                        Map.of(
                                "proxy",
                                refused.proxy(),
                                "tokenEndpoint",
                                environment.tokenEndpoint(),
                                "schemes",
                                refused.schemes().isEmpty() ? "–" : refused.schemes()))
                : Problem.of(
                        ProblemCode.MASKINPORTEN_UNREACHABLE,
                        "maskinporten-unreachable.proxy-refused",
                        Map.of(
                                "proxy",
                                refused.proxy(),
                                "tokenEndpoint",
                                environment.tokenEndpoint(),
                                "status",
                                refused.status()));
    }

    static Problem incompleteResponse(Environment environment, IOException cause) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                Text.message(
                        "maskinporten-unavailable.incomplete-response.detail",
                        Map.of("tokenEndpoint", environment.tokenEndpoint(), "reason", cause.getMessage())),
                WAIT);
    }

    static Problem status(int status) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                Text.message("maskinporten-unavailable.status.detail", Map.of("status", status)),
                WAIT);
    }

    static Problem retryAfter(Duration remaining) {
        long seconds = remaining.toSeconds() + 1;
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                Text.message("maskinporten-unavailable.retry-after.detail", Map.of("seconds", seconds)),
                WAIT);
    }

    static Problem invalidResponse(TokenResponse.Invalid response) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_ANSWER_INVALID,
                "maskinporten-answer-invalid.not-allowed",
                Map.of("defect", response.defect()));
    }

    static Problem notActive(Environment environment) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                "maskinporten-unavailable.not-active",
                Map.of("environment", environment.name()));
    }
}
