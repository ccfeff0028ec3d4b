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

/** Why a switch cannot be proposed, approved or withdrawn, in words. */
final class SwitchProblems {
    private SwitchProblems() {}

    static ProblemException unknownEnvironment(Collection<String> choices) {
        String listed = choices.isEmpty() ? "–" : String.join(", ", choices);
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                Text.message("switch-problems.listed"),
                Text.message("switch-problems.listed-2", Map.of("listed", listed)));
    }

    static ProblemException alreadyActive(String environment, Collection<String> choices) {
        String listed = choices.isEmpty() ? "–" : String.join(", ", choices);
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                Text.message("switch-problems.listed-3", Map.of("environment", environment)),
                Text.message("switch-problems.listed-2", Map.of("listed", listed)));
    }

    static ProblemException noReason(int longest) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                Text.message("switch-problems.no-reason"),
                Text.message("switch-problems.no-reason-2", Map.of("longest", longest)));
    }

    /** @param causes what is wrong with it; at least one */
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
                                "switch-problems.not-ready", Map.of("environment", environment, "details", details)),
                        first.remedy()),
                causes);
    }

    static ProblemException unknownSwitch(UUID id) {
        return ProblemException.of(
                ProblemCode.NOT_FOUND,
                Text.message("switch-problems.unknown-switch", Map.of("id", id)),
                Text.message("switch-problems.unknown-switch-2"));
    }

    static ProblemException notOpen(Switch known) {
        Text detail = switch (known.state()) {
            case ACTIVE -> Text.message("switch-problems.detail");
            case WITHDRAWN -> Text.message("switch-problems.detail-2");
            case EXPIRED -> Text.message("switch-problems.detail-3");
            case PROPOSED -> Text.message("switch-problems.detail-4");
        };
        return conflict(detail);
    }

    static ProblemException changedSinceProposal() {
        return conflict(Text.message("switch-problems.changed-since-proposal"));
    }

    private static ProblemException conflict(Text detail) {
        return ProblemException.of(ProblemCode.SWITCH_CONFLICT, detail, Text.message("switch-problems.conflict"));
    }

    static ProblemException dryRunFailed(String environment, Problem cause) {
        return new ProblemException(
                new Problem(
                        ProblemCode.SWITCH_DRY_RUN_FAILED,
                        Text.message(
                                "switch-problems.dry-run-failed",
                                Map.of("environment", environment, "detail", cause.detail())),
                        cause.remedy(),
                        cause.owner(),
                        cause.mp(),
                        cause.traceId()),
                List.of(cause));
    }
}
