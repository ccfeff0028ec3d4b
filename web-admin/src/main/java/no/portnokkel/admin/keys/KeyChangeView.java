package no.portnokkel.admin.keys;

import jakarta.json.JsonObject;
import java.util.Locale;
import java.util.Set;
import no.portnokkel.admin.json.PersonView;
import no.portnokkel.control.keys.KeyChange;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.control.keys.KeyChange.Canary;
import no.portnokkel.control.keys.StopReport;
import no.portnokkel.control.switching.Switch.ApprovalRequirement;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.json.ProblemView;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.problem.Text;

/** JSON of changes of keys. */
final class KeyChangeView {
    private KeyChangeView() {}

    /**
     * Returns one change.
     *
     * @param requirements of an approval, as member {@code needs}; empty when one person is enough, or it is decided
     */
    static JsonObject of(KeyChange change, Set<ApprovalRequirement> requirements, Locale language) {
        return members(change, requirements, language).object();
    }

    /** Returns a stop with what was done, and the letters to be sent. */
    static JsonObject of(StopReport report, Locale language) {
        return members(report.change(), Set.of(), language)
                .put(
                        "steps",
                        JsonMembers.array(report.steps().entrySet().stream()
                                .map(step -> new JsonMembers()
                                        .put("step", step.getKey().word())
                                        .put("millis", step.getValue().toMillis())
                                        .object())
                                .toList()))
                .put("waitingFor", JsonMembers.texts(report.waitingFor()))
                .put(
                        "takenOver",
                        JsonMembers.array(report.takenOver().entrySet().stream()
                                .map(taken -> key(taken.getValue())
                                        .put("client", taken.getKey())
                                        .object())
                                .toList()))
                .put(
                        "letters",
                        new JsonMembers()
                                .put(
                                        "certificateAuthority",
                                        text(report.letters().certificateAuthority()))
                                .put("digdir", text(report.letters().digdir()))
                                .object())
                .object();
    }

    private static JsonMembers members(KeyChange change, Set<ApprovalRequirement> requirements, Locale language) {
        JsonMembers members = new JsonMembers()
                .put("id", change.id().toString())
                .put("environment", change.environment())
                .put("client", change.client())
                .put("action", change.action().word())
                .put("label", change.key().label())
                .put("kid", change.key().kid())
                .put("from", key(change.from()).object())
                .put("certificate", change.certificate())
                .put("reason", change.reason());
        PersonView.add("proposedBy", change.proposedBy(), members)
                .put("proposedAt", change.proposedAt().toString())
                .put(
                        "needs",
                        JsonMembers.texts(requirements.stream()
                                .map(ApprovalRequirement::code)
                                .toList()))
                .put("state", change.state().code())
                .put("activatedAt", change.activatedAt().map(Object::toString))
                .putObject("problem", change.problem().map(problem -> ProblemView.of(problem, language)));
        if (change.action() != Action.STOP) {
            members.put("expiresAt", change.expiresAt().toString());
        }
        Canary canary = change.canary();
        if (canary.checkedAt().isPresent()) {
            members.put(
                    "canary",
                    new JsonMembers()
                            .put("granted", canary.granted())
                            .put("refused", canary.refused())
                            .object());
        }
        change.decision()
                .ifPresent(decision -> PersonView.add("decidedBy", decision.by(), members)
                        .put("decidedAt", decision.at().toString()));
        return members;
    }

    private static JsonMembers key(ClientKey key) {
        return new JsonMembers().put("label", key.label()).put("kid", key.kid());
    }

    private static JsonObject text(Text text) {
        return new JsonMembers().put("no", text.no()).put("en", text.en()).object();
    }
}
