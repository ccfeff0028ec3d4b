package no.portnokkel.admin.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import no.portnokkel.control.switching.ApprovalRequirement;
import no.portnokkel.control.switching.Difference;
import no.portnokkel.control.switching.Switch;

/** Switches of environment. */
public final class SwitchView {
    private SwitchView() {}

    /**
     * One switch.
     *
     * @param needs what an approval needs: {@code other-person}, {@code other-role}; empty: one person is enough, or it
     *     is decided
     */
    public static JsonObject of(Switch known, Set<ApprovalRequirement> needs, Locale language) {
        JsonMembers members = new JsonMembers()
                .put("id", known.id().toString())
                .put("from", known.from())
                .put("to", known.to())
                .put("reason", known.reason())
                .put("proposedBy", known.proposedBy())
                .put("proposedAt", known.proposedAt().toString())
                .put("expiresAt", known.expiresAt().toString())
                .put("difference", difference(known.difference()))
                .put(
                        "needs",
                        JsonMembers.texts(
                                needs.stream().map(ApprovalRequirement::word).toList()))
                .put("state", known.state().word())
                .putObject("problem", known.problem().map(problem -> ProblemView.of(problem, language)));
        known.decision()
                .ifPresent(decision -> members.put("decidedBy", decision.by())
                        .put("decidedAt", decision.at().toString()));
        return members.object();
    }

    /** Several objects as an array. */
    public static JsonArray all(List<JsonObject> switches) {
        return JsonMembers.array(switches);
    }

    /** What a switch would change now. */
    public static JsonArray difference(List<Difference> lines) {
        return JsonMembers.array(lines.stream()
                .map(line -> new JsonMembers()
                        .put("what", line.what())
                        .put("from", line.from())
                        .put("to", line.to())
                        .object())
                .toList());
    }
}
