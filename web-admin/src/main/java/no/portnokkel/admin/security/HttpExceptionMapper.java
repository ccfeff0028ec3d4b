package no.portnokkel.admin.security;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import no.portnokkel.problem.Problem;

/** Maps rejections by JAX-RS itself: an unknown address, a method that is not allowed, an unsupported media type. */
@Provider
public final class HttpExceptionMapper implements ExceptionMapper<WebApplicationException> {
    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(WebApplicationException exception) {
        Response original = exception.getResponse();
        Problem problem = switch (original.getStatus()) {
            case 401 -> RequestProblems.NOT_SIGNED_IN;
            case 403 -> RequestProblems.ROLE_MISSING;
            case 404 -> RequestProblems.NOT_FOUND;
            case 415 -> RequestProblems.WRONG_CONTENT_TYPE;
            default -> RequestProblems.ofHttp(original.getStatusInfo().getReasonPhrase());
        };
        Response response =
                ProblemResponse.of(problem, original.getStatus(), List.of(), headers.getAcceptableLanguages());
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? response
                : Response.fromResponse(response)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }
}
