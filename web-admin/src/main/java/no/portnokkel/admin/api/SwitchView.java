package no.portnokkel.admin.api;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import no.portnokkel.admin.json.JsonMembers;
import no.portnokkel.admin.json.ProblemView;
import no.portnokkel.control.switching.Switch;

/** JSON of switches of environment. */
final class SwitchView {
    private SwitchView() {}

    /**
     * Returns one switch.
     *
     * @param requirements of an approval, as member {@code needs}; empty when one person is enough, or it is decided
     */
    public static JsonObject of(Switch change, Set<Switch.ApprovalRequirement> requirements, Locale language) {
        JsonMembers members = new JsonMembers()
                .put("id", change.id().toString())
                .put("from", change.from())
                .put("to", change.to())
                .put("reason", change.reason())
                .put("proposedBy", change.proposedBy())
                .put("proposedAt", change.proposedAt().toString())
                .put("expiresAt", change.expiresAt().toString())
                .put("difference", difference(change.difference()))
                .put(
                        "needs",
                        JsonMembers.texts(requirements.stream()
                                .map(Switch.ApprovalRequirement::code)
                                .toList()))
                .put("state", change.state().code())
                .putObject("problem", change.problem().map(problem -> ProblemView.of(problem, language)));
        change.decision()
                .ifPresent(decision -> members.put("decidedBy", decision.by())
                        .put("decidedAt", decision.at().toString()));
        return members.object();
    }

    /** Returns the switches as an array. */
    public static JsonArray all(List<JsonObject> switches) {
        return JsonMembers.array(switches);
    }

    /** Returns the settings that a switch changes. */
    public static JsonArray difference(List<Switch.Difference> lines) {
        return JsonMembers.array(lines.stream()
                .map(line -> new JsonMembers()
                        .put("what", line.what())
                        .put("from", line.from())
                        .put("to", line.to())
                        .object())
                .toList());
    }
}
