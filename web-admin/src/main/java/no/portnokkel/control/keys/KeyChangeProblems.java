package no.portnokkel.control.keys;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Creates the exceptions for changes of keys that cannot be proposed, approved or withdrawn. */
final class KeyChangeProblems {
    private KeyChangeProblems() {}

    static ProblemException unknownEnvironment(Collection<String> environments) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                Text.message("request-invalid.unknown-environment.detail"),
                Text.message(
                        "request-invalid.environment.remedy", Map.of("environments", String.join(", ", environments))));
    }

    static ProblemException unknownClient(String environment, String client, Collection<String> clients) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                "request-invalid.unknown-client",
                Map.of("environment", environment, "client", client, "clients", clients));
    }

    static ProblemException unknownAction(String action) {
        return ProblemException.of(ProblemCode.REQUEST_INVALID, "request-invalid.key-action", Map.of("action", action));
    }

    static ProblemException invalidText(String member, int maxLength) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                "request-invalid.key-text",
                Map.of("member", member, "maxLength", maxLength));
    }

    static ProblemException invalidKid() {
        return ProblemException.of(ProblemCode.REQUEST_INVALID, "request-invalid.kid", Map.of());
    }

    static ProblemException usedKid(String kid, String label) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID, "request-invalid.used-kid", Map.of("kid", kid, "label", label));
    }

    static ProblemException unknownLabel(String environment, Collection<String> labels) {
        return ProblemException.of(
                ProblemCode.REQUEST_INVALID,
                "request-invalid.unknown-key",
                Map.of("environment", environment, "labels", String.join(", ", labels)));
    }

    static ProblemException notOfficer(String name) {
        return ProblemException.of(ProblemCode.ROLE_MISSING, "role-missing.key-officer", Map.of("name", name));
    }

    static ProblemException unknownChange(UUID id) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "not-found.key-change", Map.of("id", id));
    }

    static ProblemException alreadyInUse(String label) {
        return ProblemException.of(ProblemCode.SWITCH_CONFLICT, "switch-conflict.key-in-use", Map.of("label", label));
    }

    static ProblemException ofOtherDevice(String label) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT, "switch-conflict.key-of-other-device", Map.of("label", label));
    }

    static ProblemException stopped(String label) {
        return ProblemException.of(ProblemCode.SWITCH_CONFLICT, "switch-conflict.key-stopped", Map.of("label", label));
    }

    static ProblemException notStopped(String label) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT, "switch-conflict.key-not-stopped", Map.of("label", label));
    }

    static ProblemException tooManyOpen(int ofOne, int ofAll) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                "switch-conflict.too-many-key-changes",
                Map.of("ofOne", ofOne, "ofAll", ofAll));
    }

    /** @param change as it was read: if it was still open then, somebody else has decided since */
    static ProblemException notOpen(KeyChange change) {
        return ProblemException.of(
                ProblemCode.SWITCH_CONFLICT,
                "switch-conflict.key-change",
                Map.of("state", change.state().code()));
    }

    static ProblemException changedSinceProposal() {
        return ProblemException.of(ProblemCode.SWITCH_CONFLICT, "switch-conflict.key-change-stale", Map.of());
    }

    static ProblemException unsigned() {
        return ProblemException.of(ProblemCode.SWITCH_CONFLICT, "switch-conflict.key-change-unsigned", Map.of());
    }

    /** The last change was taken back since its key was refused. */
    static Problem reverted(KeyChange change) {
        Problem cause = change.problem().orElseThrow();
        return Problem.of(
                ProblemCode.KEY_CHANGE_REVERTED,
                "key-change-reverted",
                Map.of(
                        "client",
                        change.clientName(),
                        "label",
                        change.key().label(),
                        "from",
                        change.from().label(),
                        "cause",
                        cause.detail()));
    }
}
