package no.portnokkel.admin.security;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import no.portnokkel.problem.Problem;

/** Requires JSON bodies, and none for DELETE: requests that an HTML form of another site cannot send. */
@Priority(Priorities.AUTHORIZATION + 1)
final class JsonBodyFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        boolean json = type != null
                && type.getType().equalsIgnoreCase("application")
                && type.getSubtype().equalsIgnoreCase("json");
        boolean body = request.getLength() > 0 || request.getHeaderString("Transfer-Encoding") != null;
        if (body && request.getMethod().equals(HttpMethod.DELETE)) {
            abort(
                    request,
                    RequestProblems.BODY_OF_DELETE,
                    RequestProblems.BODY_OF_DELETE.code().status());
        } else if (body && !json) {
            abort(request, RequestProblems.WRONG_CONTENT_TYPE, Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode());
        }
    }

    private static void abort(ContainerRequestContext request, Problem problem, int status) {
        request.abortWith(ProblemResponse.of(problem, status, List.of(), request.getAcceptableLanguages()));
    }
}
