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
        Members members = new Members().put("name", check).put("status", status);
        List<String> codes = problems.stream()
                .map(problem -> problem.code().word())
                .distinct()
                .toList();
        if (!codes.isEmpty()) {
            members.put(
                    "data",
                    new Members().put("problems", String.join(" ", codes)).object());
        }
        return new Members()
                .put("status", status)
                .put("checks", Members.array(List.of(members.object())))
                .object();
    }
}
