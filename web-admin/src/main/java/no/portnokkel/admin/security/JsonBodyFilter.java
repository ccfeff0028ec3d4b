package no.portnokkel.admin.security;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import no.portnokkel.problem.Problem;

/** A body is JSON, and DELETE has none. A form of another site can send neither. */
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
public final class JsonBodyFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        boolean json = type != null
                && type.getType().equalsIgnoreCase("application")
                && type.getSubtype().equalsIgnoreCase("json");
        boolean body = request.getLength() > 0 || request.getHeaderString("Transfer-Encoding") != null;
        if (body && request.getMethod().equals(HttpMethod.DELETE)) {
            refuse(
                    request,
                    RequestProblems.BODY_OF_DELETE,
                    RequestProblems.BODY_OF_DELETE.code().status());
        } else if (body && !json) {
            refuse(request, RequestProblems.NOT_JSON, Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode());
        }
    }

    private static void refuse(ContainerRequestContext request, Problem problem, int status) {
        request.abortWith(ProblemResponse.of(problem, status, List.of(), request.getAcceptableLanguages()));
    }
}
