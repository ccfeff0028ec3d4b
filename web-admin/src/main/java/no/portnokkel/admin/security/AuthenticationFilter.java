package no.portnokkel.admin.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import no.portnokkel.problem.Problem;

/**
 * Rejects requests without login, for every address of the API. A client that is no browser
 * gets a challenge (RFC 7617), since many HTTP clients send a password only after one; in a browser it would open a login
 * dialogue.
 */
@PreMatching
final class AuthenticationFilter implements ContainerRequestFilter {
    private static final String CHALLENGE = "Basic realm=\"Portnokkel\", charset=\"UTF-8\"";

    @Override
    public void filter(ContainerRequestContext request) {
        if (Caller.of(request).isEmpty()) {
            Problem problem = Caller.isThrottled(request) ? RequestProblems.THROTTLED : RequestProblems.NOT_SIGNED_IN;
            Response response = ProblemResponse.of(problem, request.getAcceptableLanguages());
            if (!isBrowser(request)) {
                response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            }
            request.abortWith(response);
        }
    }

    private static boolean isBrowser(ContainerRequestContext request) {
        String agent = request.getHeaderString(HttpHeaders.USER_AGENT);
        return request.getHeaderString("Sec-Fetch-Site") != null
                || request.getHeaderString("Origin") != null
                || (agent != null && agent.startsWith("Mozilla/"));
    }
}
