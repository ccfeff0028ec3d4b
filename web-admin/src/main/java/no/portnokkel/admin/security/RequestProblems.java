package no.portnokkel.admin.security;

import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Why a request was not let in, in words. */
final class RequestProblems {
    static final Problem NOT_SIGNED_IN = Problem.of(
            ProblemCode.NOT_SIGNED_IN,
            new Text(
                    "Du er ikke pålogget, eller navn eller passord er feil.",
                    "You are not signed in, or name or password are wrong."),
            new Text("Logg inn på nytt.", "Sign in again."));

    static final Problem MUST_WAIT = Problem.of(
            ProblemCode.NOT_SIGNED_IN,
            new Text("For mange feil passord på rad.", "Too many wrong passwords in a row."),
            new Text("Vent et halvt minutt og prøv igjen.", "Wait half a minute and try again."));

    static final Problem ROLE_MISSING = Problem.of(
            ProblemCode.ROLE_MISSING,
            new Text("Du har ikke rollen som trengs her.", "You do not have the role that is needed here."),
            new Text(
                    "Be en med rollen gjøre det, eller få den lagt til i portnokkel.admin.users.",
                    "Ask somebody who has it, or have it added in portnokkel.admin.users."));

    static final Problem CROSS_SITE = Problem.of(
            ProblemCode.CROSS_SITE_REFUSED,
            new Text(
                    "Nettleseren sier at forespørselen kommer fra et annet nettsted.",
                    "The browser says that the request comes from another site."),
            new Text("Åpne kontrollrommet og gjør det der.", "Open the control room and do it there."));

    static final Problem NOT_FOUND = Problem.of(
            ProblemCode.NOT_FOUND,
            new Text("Det er ingenting på denne adressen.", "There is nothing at this address."),
            new Text("Kontroller adressen.", "Check the address."));

    static final Problem NOT_JSON = Problem.of(
            ProblemCode.REQUEST_INVALID,
            new Text("Content-Type: forventet application/json.", "Content-Type: expected application/json."),
            new Text("Send innholdet som application/json.", "Send the body as application/json."));

    static final Problem BODY_OF_DELETE = Problem.of(
            ProblemCode.REQUEST_INVALID,
            new Text("DELETE har ikke noe innhold.", "DELETE has no body."),
            new Text("Send forespørselen uten innhold.", "Send the request without a body."));

    private RequestProblems() {}

    static Problem ofHttp(String reason) {
        return Problem.of(
                ProblemCode.REQUEST_INVALID,
                new Text(
                        "Forespørselen ble ikke forstått: " + reason + ".",
                        "The request was not understood: " + reason + "."),
                new Text("Kontroller metode, adresse og headere.", "Check method, address and headers."));
    }

    static Problem internalError(String id) {
        return Problem.of(
                ProblemCode.INTERNAL_ERROR,
                new Text(
                        "Noe uventet skjedde hos oss (" + id + ").",
                        "Something unexpected happened here (" + id + ")."),
                new Text("Se etter " + id + " i serverens logg.", "Look for " + id + " in the server's log."));
    }
}
