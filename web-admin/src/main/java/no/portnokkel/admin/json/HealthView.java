package no.portnokkel.admin.json;

import jakarta.json.JsonObject;
import java.util.List;
import no.portnokkel.problem.Problem;

/** JSON of one health check, in the format of MicroProfile Health. Shows problem codes only: the caller is anonymous. */
public final class HealthView {
    private HealthView() {}

    /**
     * Returns a check that is up or down.
     *
     * @param problems their codes become the check's {@code data}; without problems it is left out
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
