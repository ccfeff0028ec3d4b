package no.portnokkel.admin.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import no.portnokkel.json.ProblemView;
import no.portnokkel.problem.Problem;

/** Turns a problem into an HTTP response. */
final class ProblemResponse {
    private static final String TYPE = "application/problem+json";
    /** For a code that is listed only, when it is why there is no token. */
    private static final int LISTED_ONLY_STATUS = 503;

    private ProblemResponse() {}

    static Response of(Problem problem, List<Locale> accepted) {
        int status = problem.code().status();
        return of(problem, status == 0 ? LISTED_ONLY_STATUS : status, List.of(), accepted);
    }

    static Response of(Problem problem, int status, List<Problem> causes, List<Locale> accepted) {
        return Response.status(status)
                .type(TYPE)
                .entity(ProblemView.responseBody(problem, status, causes, Caller.language(accepted)))
                .build();
    }

    /** Sends the problem with the servlet API, for requests that are rejected before JAX-RS. */
    static void send(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = problem.code().status();
        byte[] body = ProblemView.responseBody(problem, status, List.of(), request.getLocale())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
