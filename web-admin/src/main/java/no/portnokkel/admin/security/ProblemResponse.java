package no.portnokkel.admin.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import no.portnokkel.admin.json.ProblemView;
import no.portnokkel.problem.Problem;

/** A problem as an answer to a request. */
final class ProblemResponse {
    private static final String TYPE = "application/problem+json";

    private ProblemResponse() {}

    static Response of(Problem problem, List<Locale> accepted) {
        return of(problem, problem.code().status(), List.of(), accepted);
    }

    static Response of(Problem problem, int status, List<Problem> causes, List<Locale> accepted) {
        Locale language = accepted.isEmpty() ? Locale.ENGLISH : accepted.get(0);
        return Response.status(status)
                .type(TYPE)
                .entity(ProblemView.answer(problem, status, causes, language))
                .build();
    }

    /** For what is refused before JAX-RS sees it. */
    static void send(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        // without the header the servlet API answers with the server's own language
        Locale language = request.getHeader("Accept-Language") == null ? Locale.ENGLISH : request.getLocale();
        int status = problem.code().status();
        byte[] body = ProblemView.answer(problem, status, List.of(), language)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
