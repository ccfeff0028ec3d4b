package no.portnokkel.admin.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import no.portnokkel.problem.Problem;

/**
 * Lets nobody past who has not signed in, whatever the address. Names no scheme ({@code WWW-Authenticate}): a browser
 * would show its own dialogue.
 */
@Provider
@PreMatching
public final class AuthenticationFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (Caller.of(request).isEmpty()) {
            Problem problem = Caller.mustWait(request) ? RequestProblems.MUST_WAIT : RequestProblems.NOT_SIGNED_IN;
            request.abortWith(ProblemResponse.of(problem, request.getAcceptableLanguages()));
        }
    }
}
