package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.time.Duration;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** The sentences for what is out of order at the other end. */
final class OutageProblems {
    private static final Text WAIT = new Text(
            "Vent; token hentes igjen av seg selv. Se https://status.digdir.no/.",
            "Wait; tokens are fetched again by themselves. See https://status.digdir.no/.");

    private OutageProblems() {}

    static Problem unreachable(Environment environment, IOException seen) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNREACHABLE,
                new Text(
                        "Ingen forbindelse til " + environment.tokenEndpoint() + " (miljø " + environment.name() + "): "
                                + seen.getMessage() + ".",
                        "No connection to " + environment.tokenEndpoint() + " (environment " + environment.name()
                                + "): " + seen.getMessage() + "."),
                new Text(
                        "Kontroller brannmur, DNS, portnokkel.http.proxy og portnokkel.http.truststore.",
                        "Check the firewall, DNS, portnokkel.http.proxy and portnokkel.http.truststore."));
    }

    static Problem noAnswer(Environment environment, IOException seen) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                new Text(
                        environment.tokenEndpoint() + " ga ikke noe helt svar: " + seen.getMessage() + ".",
                        environment.tokenEndpoint() + " gave no complete answer: " + seen.getMessage() + "."),
                WAIT);
    }

    static Problem outOfOrder(int status) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                new Text("Maskinporten svarte " + status + ".", "Maskinporten answered " + status + "."),
                WAIT);
    }

    static Problem leftAlone(Duration left) {
        long seconds = left.toSeconds() + 1;
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                new Text(
                        "Maskinporten ba om å få være i fred i " + seconds + " s til (Retry-After).",
                        "Maskinporten asked to be left alone for " + seconds + " s more (Retry-After)."),
                WAIT);
    }

    static Problem invalid(TokenResponse.Invalid answer) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_ANSWER_INVALID,
                new Text(
                        "Svaret fra tokenendepunktet er ikke slik RFC 6749 krever (" + answer.what() + ").",
                        "The token endpoint's answer is not what RFC 6749 allows (" + answer.what() + ")."),
                new Text(
                        "Kontroller at token-endpoint slutter på /token og at ingen mellomtjener svarer.",
                        "Check that token-endpoint ends in /token and that no proxy answers in its place."));
    }

    static Problem switched(Environment environment) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                new Text(
                        "Miljøet " + environment.name() + " er ikke lenger aktivt.",
                        "Environment " + environment.name() + " is no longer active."),
                new Text("Prøv igjen.", "Try again."));
    }
}
