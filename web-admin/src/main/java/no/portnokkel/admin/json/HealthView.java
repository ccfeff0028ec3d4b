package no.portnokkel.admin.json;

import jakarta.json.JsonObject;
import java.util.List;
import no.portnokkel.problem.Problem;

/** One check in the form of MicroProfile Health. Says codes and nothing more: nobody has signed in. */
public final class HealthView {
    private HealthView() {}

    /**
     * A check that is up or down.
     *
     * @param problems whose codes are the check's data; none are left out
     */
    public static JsonObject of(String check, boolean up, List<Problem> problems) {
        String status = up ? "UP" : "DOWN";
        JsonMembers members = new JsonMembers().put("name", check).put("status", status);
        List<String> codes = problems.stream()
                .map(problem -> problem.code().word())
                .distinct()
                .toList();
        if (!codes.isEmpty()) {
            members.put(
                    "data",
                    new JsonMembers().put("problems", String.join(" ", codes)).object());
        }
        return new JsonMembers()
                .put("status", status)
                .put("checks", JsonMembers.array(List.of(members.object())))
                .object();
    }
}
