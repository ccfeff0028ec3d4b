package no.portnokkel.admin.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.control.users.LoginService;
import no.portnokkel.problem.Problem;

/**
 * Rejects requests without login, for every address of the API. A client that is no browser
 * gets a challenge (RFC 7617), since many HTTP clients send a password only after one; in a browser it would open a login
 * dialogue.
 */
@PreMatching
final class AuthenticationFilter implements ContainerRequestFilter {
    private static final int UNAUTHORIZED = Response.Status.UNAUTHORIZED.getStatusCode();
    private static final int FORBIDDEN = Response.Status.FORBIDDEN.getStatusCode();
    private static final int SERVICE_UNAVAILABLE = Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
    private static final String CHALLENGE = "Basic realm=\"Portnokkel\", charset=\"UTF-8\"";

    /** RFC 6750, section 3.1. */
    private static final String BEARER_CHALLENGE = "Bearer realm=\"Portnokkel\", error=\"invalid_token\"";

    @Override
    public void filter(ContainerRequestContext request) {
        if (Caller.of(request).isEmpty()) {
            Response response = response(Caller.login(request), request.getAcceptableLanguages());
            if (!isBrowser(request) && response.getStatus() == UNAUTHORIZED) {
                response.getHeaders()
                        .putSingle(HttpHeaders.WWW_AUTHENTICATE, isBearer(request) ? BEARER_CHALLENGE : CHALLENGE);
            }
            request.abortWith(response);
        }
    }

    private static Response response(Optional<LoginService.Result> login, List<Locale> languages) {
        if (login.orElse(null) instanceof LoginService.Result.Throttled throttled) {
            return retryLater(RequestProblems.THROTTLED, UNAUTHORIZED, throttled.remaining(), languages);
        }
        if (login.orElse(null) instanceof LoginService.Result.Busy busy) {
            return retryLater(RequestProblems.BUSY, SERVICE_UNAVAILABLE, busy.retryAfter(), languages);
        }
        if (login.orElse(null) instanceof LoginService.Result.NotPermitted refused) {
            return ProblemResponse.of(refused.problem(), FORBIDDEN, List.of(), languages);
        }
        return ProblemResponse.of(RequestProblems.NOT_SIGNED_IN, languages);
    }

    private static boolean isBearer(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
    }

    private static Response retryLater(Problem problem, int status, Duration wait, List<Locale> languages) {
        Response response = ProblemResponse.of(problem, status, List.of(), languages);
        response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, wait.toSeconds() + 1);
        return response;
    }

    private static boolean isBrowser(ContainerRequestContext request) {
        String agent = request.getHeaderString(HttpHeaders.USER_AGENT);
        return request.getHeaderString("Sec-Fetch-Site") != null
                || request.getHeaderString("Origin") != null
                || (agent != null && agent.startsWith("Mozilla/"));
    }
}
