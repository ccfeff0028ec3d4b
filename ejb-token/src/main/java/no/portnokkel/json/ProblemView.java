package no.portnokkel.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;

/** JSON of problems, as defined by RFC 9457. */
public final class ProblemView {
    private ProblemView() {}

    /** Returns one problem in the reader's language. */
    public static JsonObject of(Problem problem, Locale language) {
        return members(problem, problem.code().status(), language).object();
    }

    /**
     * Returns the problem as the body of an HTTP response.
     *
     * @param status HTTP status of the response
     * @param causes problems that must be corrected first; the member is left out when there are none
     */
    public static JsonObject responseBody(Problem problem, int status, List<Problem> causes, Locale language) {
        JsonMembers members = members(problem, status, language);
        if (!causes.isEmpty()) {
            members.put("problems", all(causes, language));
        }
        return members.object();
    }

    public static JsonArray all(List<Problem> problems, Locale language) {
        return JsonMembers.array(
                problems.stream().map(problem -> of(problem, language)).toList());
    }

    private static JsonMembers members(Problem problem, int status, Locale language) {
        JsonMembers members = new JsonMembers()
                .put("type", problem.type())
                .put("title", problem.code().title().in(language));
        if (status > 0) { // some problems are only listed, never the body of a response
            members.put("status", status);
        }
        return members.put("detail", problem.detail().in(language))
                .put("code", problem.code().word())
                .put("owner", problem.responsible().map(Owner::word))
                .put("remedy", problem.remedy().in(language))
                .put("mp", Optional.ofNullable(problem.mp()))
                .put("traceId", Optional.ofNullable(problem.traceId()));
    }
}
