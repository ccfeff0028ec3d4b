package no.portnokkel.control.switching;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Why a switch cannot be proposed, approved or withdrawn, in words. */
final class SwitchProblems {
    private SwitchProblems() {}

    static ProblemException unknownEnvironment(Collection<String> choices) {
        String listed = choices.isEmpty() ? "–" : String.join(", ", choices);
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                new Text(
                        "environment: det er ikke konfigurert noe miljø med dette navnet.",
                        "environment: no environment of this name is configured."),
                new Text("Velg ett av: " + listed + ".", "Choose one of: " + listed + "."));
    }

    static ProblemException alreadyActive(String environment, Collection<String> choices) {
        String listed = choices.isEmpty() ? "–" : String.join(", ", choices);
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                new Text(
                        "environment: " + environment + " er allerede i bruk.",
                        "environment: " + environment + " is in use already."),
                new Text("Velg ett av: " + listed + ".", "Choose one of: " + listed + "."));
    }

    static ProblemException noReason(int longest) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                new Text("reason: begrunnelsen mangler eller er for lang.", "reason: it is missing or too long."),
                new Text(
                        "Skriv hvorfor miljøet skal byttes, med høyst " + longest + " tegn.",
                        "Say why the environment is to be switched, in at most " + longest + " characters."));
    }

    /** @param causes what is wrong with it; at least one */
    static ProblemException notReady(String environment, List<Problem> causes) {
        Problem first = causes.get(0);
        if (first.code() == ProblemCode.ENVIRONMENT_RETIRED) {
            return new ProblemException(first);
        }
        String no = String.join(
                " ", causes.stream().map(cause -> cause.detail().no()).toList());
        String en = String.join(
                " ", causes.stream().map(cause -> cause.detail().en()).toList());
        return new ProblemException(
                Problem.of(
                        ProblemCode.CONFIGURATION_INVALID,
                        new Text(
                                environment + " er ikke klart til bruk. " + no,
                                environment + " is not ready for use. " + en),
                        first.remedy()),
                causes);
    }

    static ProblemException unknownSwitch(UUID id) {
        return ProblemException.of(
                ProblemCode.NOT_FOUND,
                new Text("Det finnes ikke noe miljøbytte " + id + ".", "There is no switch " + id + "."),
                new Text("Se listen over miljøbytter.", "See the list of switches."));
    }

    static ProblemException notOpen(Switch known) {
        Text detail = switch (known.state()) {
            case ACTIVE -> new Text("Byttet er allerede godkjent.", "The switch has been approved already.");
            case WITHDRAWN -> new Text("Forslaget er trukket.", "The proposal was withdrawn.");
            case EXPIRED ->
                new Text(
                        "Forslaget er eldre enn ett døgn og utløpt.",
                        "The proposal is older than a day and has expired.");
            case PROPOSED ->
                new Text(
                        "Noen andre avgjorde forslaget i samme øyeblikk.",
                        "Somebody else decided the proposal at the same moment.");
        };
        return conflict(detail);
    }

    static ProblemException changedSinceProposal() {
        return conflict(new Text(
                "Miljøet i bruk, innstillingene eller brukerne er endret siden forslaget ble laget.",
                "The environment in use, the settings or the users have changed since the proposal was made."));
    }

    private static ProblemException conflict(Text detail) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                detail,
                new Text(
                        "Se hva som gjelder nå, og foreslå byttet på nytt om det fortsatt trengs.",
                        "See what holds now, and propose the switch anew if it is still needed."));
    }

    static ProblemException dryRunFailed(String environment, Problem cause) {
        return new ProblemException(
                new Problem(
                        ProblemCode.SWITCH_DRY_RUN_FAILED,
                        new Text(
                                "Prøvehenting av token i " + environment + " mislyktes, og ingenting er endret. "
                                        + cause.detail().no(),
                                "Fetching a token in " + environment + " to try it failed, and nothing has changed. "
                                        + cause.detail().en()),
                        cause.remedy(),
                        cause.owner(),
                        cause.mp(),
                        cause.traceId()),
                List.of(cause));
    }
}
