package no.portnokkel.admin.api;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import no.portnokkel.admin.json.PersonView;
import no.portnokkel.control.switching.Switch;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.json.ProblemView;

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
                .put("to", change.to());
        change.record().texts().forEach(members::put);
        if (change.isEmergency()) {
            members.put("emergency", true);
        }
        PersonView.add("proposedBy", change.proposedBy(), members)
                .put("proposedAt", change.proposedAt().toString())
                .put("expiresAt", change.expiresAt().toString())
                .put("difference", difference(change.difference()))
                .put("digest", change.digest())
                .put(
                        "needs",
                        JsonMembers.texts(requirements.stream()
                                .map(Switch.ApprovalRequirement::code)
                                .toList()))
                .put("state", change.state().code())
                .put("firstGrant", change.firstGrant().map(Switch.FirstGrant::code))
                .putObject("problem", change.problem().map(problem -> ProblemView.of(problem, language)))
                .putObject("review", change.review().map(SwitchView::review));
        change.decision()
                .ifPresent(decision -> PersonView.add("decidedBy", decision.by(), members)
                        .put("decidedAt", decision.at().toString()));
        return members.object();
    }

    private static JsonObject review(Switch.Review review) {
        return new JsonMembers()
                .put("by", review.by().name())
                .put("at", review.at().toString())
                .put("note", review.note())
                .object();
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
