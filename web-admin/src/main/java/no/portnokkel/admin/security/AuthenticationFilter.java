package no.portnokkel.admin.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import no.portnokkel.problem.Problem;

/**
 * Rejects requests without login, for every address of the API. Sends no {@code WWW-Authenticate} header, which would make
 * a browser show its own login dialogue.
 */
@Provider
@PreMatching
public final class AuthenticationFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (Caller.of(request).isEmpty()) {
            Problem problem = Caller.isThrottled(request) ? RequestProblems.THROTTLED : RequestProblems.NOT_SIGNED_IN;
            request.abortWith(ProblemResponse.of(problem, request.getAcceptableLanguages()));
        }
    }
}
