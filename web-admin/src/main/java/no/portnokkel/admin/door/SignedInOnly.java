package no.portnokkel.admin.door;

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
public final class SignedInOnly implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (Caller.of(request).isEmpty()) {
            Problem problem = Caller.mustWait(request) ? Refusals.MUST_WAIT : Refusals.NOT_SIGNED_IN;
            request.abortWith(ProblemAnswer.of(problem, request.getAcceptableLanguages()));
        }
    }
}
