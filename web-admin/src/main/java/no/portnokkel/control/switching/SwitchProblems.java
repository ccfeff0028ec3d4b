package no.portnokkel.control.switching;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.switching.ChoiceRepository.Choice;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.EnvironmentChoice;

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

    static ProblemException tooLong(String member, int maxLength) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                "request-invalid.change-record",
                Map.of("member", member, "maxLength", maxLength));
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
            case REVERTED -> Text.message("switch-conflict.reverted.detail");
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

    /** @param differing of the settings and users that differ; at least one */
    static Problem notConfirmed(String environment, List<Switch.Difference> differing) {
        String names = differing.stream().map(Switch.Difference::what).collect(Collectors.joining(", "));
        return Problem.of(
                ProblemCode.ENVIRONMENT_NOT_CONFIRMED,
                "environment-not-confirmed.changed",
                Map.of("environment", environment, "names", names));
    }

    static Problem unsignedSwitch(String environment) {
        return Problem.of(
                ProblemCode.ENVIRONMENT_NOT_CONFIRMED,
                "environment-not-confirmed.switch",
                Map.of("environment", environment));
    }

    /**
     * The server uses a choice that the database does not hold.
     *
     * @param committed the last one that it holds
     */
    static Problem databaseDiffers(EnvironmentChoice used, Optional<Choice> committed) {
        return Problem.of(
                ProblemCode.CHOICE_NOT_STORED,
                "choice-not-stored.database",
                Map.of(
                        "environment", used.environment().orElse("–"),
                        "version", used.version(),
                        "committed", committed.map(Choice::environment).orElse("–"),
                        "committedVersion", committed.map(Choice::version).orElse(0L)));
    }

    static ProblemException tooManyOpen(int byOnePerson, int inTotal) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                "switch-conflict.too-many",
                Map.of("byOnePerson", byOnePerson, "inTotal", inTotal));
    }

    static ProblemException otherDigest() {
        return conflict(Text.message("switch-conflict.digest.detail"));
    }

    static ProblemException emergencyNotConfirmed(String environment) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT, "switch-conflict.emergency", Map.of("environment", environment));
    }

    static ProblemException tooManyUnreviewed(int byOnePerson) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT, "switch-conflict.too-many-unreviewed", Map.of("byOnePerson", byOnePerson));
    }

    static ProblemException unknownEmergency(UUID id) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "not-found.emergency", Map.of("id", id));
    }

    static ProblemException alreadyReviewed() {
        return ProblemException.of(ProblemCode.SWITCH_CONFLICT, "switch-conflict.reviewed", Map.of());
    }

    static ProblemException invalidNote(int maxLength) {
        return ProblemException.of(ProblemCode.REQUEST_INVALID, "request-invalid.note", Map.of("maxLength", maxLength));
    }

    /** @param reviewBefore when the time to review it ends */
    static Problem unreviewed(Switch change, Instant reviewBefore, Instant now) {
        return Problem.of(
                ProblemCode.EMERGENCY_CHANGE,
                now.isBefore(reviewBefore) ? "emergency-change.waiting" : "emergency-change.overdue",
                Map.of(
                        "by", change.proposedBy().name(),
                        "environment", change.to(),
                        "at", change.proposedAt().truncatedTo(ChronoUnit.SECONDS),
                        "reason", change.record().reason(),
                        "before", reviewBefore.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** @param last rolled back, or not possible to roll back; with the problem of its first grant */
    static Problem firstGrantFailed(Switch last) {
        Text cause = last.problem().orElseThrow().detail();
        return last.state() == Switch.State.REVERTED
                ? Problem.of(
                        ProblemCode.SWITCH_REVERTED,
                        "switch-reverted.back",
                        Map.of("to", last.to(), "from", last.from().orElseThrow(), "cause", cause))
                : Problem.of(
                        ProblemCode.SWITCH_REVERTED,
                        "switch-reverted.not-possible",
                        Map.of("to", last.to(), "cause", cause));
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
