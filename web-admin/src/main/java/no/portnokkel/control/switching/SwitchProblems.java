package no.portnokkel.control.switching;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Creates the exceptions for switches that cannot be proposed, approved or withdrawn. */
final class SwitchProblems {
    private SwitchProblems() {}

    static ProblemException unknownEnvironment(Collection<String> choices) {
        String listed = choices.isEmpty() ? "–" : String.join(", ", choices);
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                Text.message("request-invalid.unknown-environment.detail"),
                Text.message("request-invalid.environment.remedy", Map.of("environments", listed)));
    }

    static ProblemException alreadyActive(String environment, Collection<String> choices) {
        String listed = choices.isEmpty() ? "–" : String.join(", ", choices);
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                Text.message("request-invalid.active-environment.detail", Map.of("environment", environment)),
                Text.message("request-invalid.environment.remedy", Map.of("environments", listed)));
    }

    static ProblemException invalidReason(int maxLength) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID, "request-invalid.reason", Map.of("maxLength", maxLength));
    }

    /** @param causes problems of the environment; at least one */
    static ProblemException notReady(String environment, List<Problem> causes) {
        Problem first = causes.get(0);
        if (first.code() == ProblemCode.ENVIRONMENT_RETIRED) {
            return new ProblemException(first);
        }
        Text details = new Text(
                causes.stream().map(cause -> cause.detail().no()).collect(Collectors.joining(" ")),
                causes.stream().map(cause -> cause.detail().en()).collect(Collectors.joining(" ")));
        return new ProblemException(
                Problem.of(
                        ProblemCode.CONFIGURATION_INVALID,
                        Text.message(
                                "configuration-invalid.environment-not-ready.detail",
                                Map.of("environment", environment, "details", details)),
                        first.remedy()),
                causes);
    }

    static ProblemException unknownSwitch(UUID id) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "not-found.switch", Map.of("id", id));
    }

    /** @param change as read before the decision: if it was still open then, somebody else has decided since */
    static ProblemException notOpen(Switch change) {
        Text detail = switch (change.state()) {
            case ACTIVE -> Text.message("switch-conflict.approved.detail");
            case WITHDRAWN -> Text.message("switch-conflict.withdrawn.detail");
            case EXPIRED -> Text.message("switch-conflict.expired.detail");
            case PROPOSED -> Text.message("switch-conflict.concurrent.detail");
        };
        return conflict(detail);
    }

    static ProblemException changedSinceProposal() {
        return conflict(Text.message("switch-conflict.changed.detail"));
    }

    static ProblemException unsignedProposal() {
        return conflict(Text.message("switch-conflict.unsigned.detail"));
    }

    static ProblemException unknownConfirmation(UUID id) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "not-found.confirmation", Map.of("id", id));
    }

    /** Somebody has decided the confirmation, it has expired, or what is in effect has changed since. */
    static ProblemException confirmationNotOpen() {
        return ProblemException.of(ProblemCode.SWITCH_CONFLICT, "switch-conflict.confirmation", Map.of());
    }

    static ProblemException nothingToConfirm() {
        return conflict(Text.message("switch-conflict.nothing-to-confirm.detail"));
    }

    static ProblemException personNotConfirmed() {
        return ProblemException.of(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, "switch-needs-other-person.not-confirmed", Map.of());
    }

    static Problem neverConfirmed(String environment) {
        return Problem.of(
                ProblemCode.ENVIRONMENT_NOT_CONFIRMED,
                "environment-not-confirmed.never",
                Map.of("environment", environment));
    }

    /** @param names of the settings and users that differ; at least one */
    static Problem notConfirmed(String environment, List<String> names) {
        return Problem.of(
                ProblemCode.ENVIRONMENT_NOT_CONFIRMED,
                "environment-not-confirmed.changed",
                Map.of("environment", environment, "names", String.join(", ", names)));
    }

    static Problem unsignedSwitch(String environment) {
        return Problem.of(
                ProblemCode.ENVIRONMENT_NOT_CONFIRMED,
                "environment-not-confirmed.switch",
                Map.of("environment", environment));
    }

    static ProblemException tooManyOpen(int byOnePerson, int inTotal) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                "switch-conflict.too-many",
                Map.of("byOnePerson", byOnePerson, "inTotal", inTotal));
    }

    private static ProblemException conflict(Text detail) {
        return ProblemException.of(ProblemCode.SWITCH_CONFLICT, detail, Text.message("switch-conflict.remedy"));
    }

    static ProblemException dryRunFailed(String environment, Problem cause) {
        return new ProblemException(
                new Problem(
                        ProblemCode.SWITCH_DRY_RUN_FAILED,
                        Text.message(
                                "switch-dry-run-failed.token.detail",
                                Map.of("environment", environment, "detail", cause.detail())),
                        cause.remedy(),
                        cause.owner(),
                        cause.mp(),
                        cause.traceId()),
                List.of(cause));
    }
}
