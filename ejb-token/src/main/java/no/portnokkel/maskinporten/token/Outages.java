package no.portnokkel.maskinporten.token;

import java.io.IOException;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** The sentences for what passes by itself. */
final class Outages {
    private Outages() {}

    static Problem unreachable(Environment environment, IOException seen) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNREACHABLE,
                new Text(
                        "Ingen forbindelse til " + environment.tokenEndpoint() + " (miljø " + environment.name() + "): "
                                + seen.getMessage() + ".",
                        "No connection to " + environment.tokenEndpoint() + " (environment " + environment.name()
                                + "): " + seen.getMessage() + "."),
                new Text(
                        "Kontroller brannmur, DNS og portnokkel.http.proxy.",
                        "Check the firewall, DNS and portnokkel.http.proxy."));
    }

    static Problem noAnswer(Environment environment, IOException seen) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                new Text(
                        environment.tokenEndpoint() + " ga ikke noe helt svar: " + seen.getMessage() + ".",
                        environment.tokenEndpoint() + " gave no complete answer: " + seen.getMessage() + "."),
                new Text(
                        "Vent; token hentes igjen av seg selv. Se https://status.digdir.no/.",
                        "Wait; tokens are fetched again by themselves. See https://status.digdir.no/."));
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
