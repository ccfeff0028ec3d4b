package no.portnokkel.control.nodes;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Creates the problems of nodes, and the exceptions for approvals through a node that should not make them. */
final class NodeProblems {
    private NodeProblems() {}

    static Problem gone(Node node) {
        return Problem.of(
                ProblemCode.NODE_GONE,
                "node-gone",
                Map.of(
                        "node",
                        node.name(),
                        "lastSeen",
                        node.lastSeen().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    static Problem lags(Node node, NodeRepository.Choice chosen) {
        return Problem.of(
                ProblemCode.NODE_LAGS,
                "node-lags",
                Map.of(
                        "node",
                        node.name(),
                        "environment",
                        node.environment().orElse("–"),
                        "version",
                        node.version(),
                        "chosen",
                        chosen.environment(),
                        "chosenVersion",
                        chosen.version()));
    }

    static Problem otherConfiguration(Node node, Node own) {
        return Problem.of(
                ProblemCode.NODE_DIFFERS,
                "node-differs.configuration",
                Map.of("node", node.name(), "environment", node.environment().orElse("–"), "other", own.name()));
    }

    static Problem otherRelease(Node node, Node own) {
        return Problem.of(
                ProblemCode.NODE_DIFFERS,
                "node-differs.release",
                Map.of(
                        "node",
                        node.name(),
                        "release",
                        node.release(),
                        "other",
                        own.name(),
                        "otherRelease",
                        own.release()));
    }

    static Problem wrongClock(Node node, Duration offset) {
        Map<String, ?> arguments =
                Map.of("node", node.name(), "seconds", offset.abs().toSeconds());
        return Problem.of(
                ProblemCode.NODE_CLOCK,
                Text.message(offset.isNegative() ? "node-clock.behind.detail" : "node-clock.ahead.detail", arguments),
                Text.message("node-clock.remedy", Map.of("node", node.name())));
    }

    static Problem ambiguousName(Node own) {
        return Problem.of(ProblemCode.NODE_NAME_AMBIGUOUS, "node-name-ambiguous", Map.of("node", own.name()));
    }

    static ProblemException clockConflict(Node own, Duration offset) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                "switch-conflict.node-clock",
                Map.of("node", own.name(), "seconds", offset.abs().toSeconds()));
    }

    static ProblemException releaseConflict(Node own, Node other) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                "switch-conflict.node-release",
                Map.of(
                        "node",
                        own.name(),
                        "release",
                        own.release(),
                        "other",
                        other.name(),
                        "otherRelease",
                        other.release()));
    }

    static ProblemException lagConflict(Node own, Node other) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                "switch-conflict.node-lags",
                Map.of(
                        "node",
                        own.name(),
                        "environment",
                        own.environment().orElse("–"),
                        "other",
                        other.name(),
                        "otherEnvironment",
                        other.environment().orElse("–")));
    }

    static ProblemException configurationConflict(Node own, Node other) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                "switch-conflict.node-configuration",
                Map.of("node", own.name(), "other", other.name()));
    }
}
