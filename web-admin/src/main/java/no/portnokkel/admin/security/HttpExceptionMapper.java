package no.portnokkel.admin.security;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import no.portnokkel.problem.Problem;

/** What JAX-RS itself refuses: an unknown address, a method that is not there, a type it cannot read or write. */
@Provider
public final class HttpExceptionMapper implements ExceptionMapper<WebApplicationException> {
    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(WebApplicationException refused) {
        Response was = refused.getResponse();
        Problem problem = switch (was.getStatus()) {
            case 401 -> RequestProblems.NOT_SIGNED_IN;
            case 403 -> RequestProblems.ROLE_MISSING;
            case 404 -> RequestProblems.NOT_FOUND;
            case 415 -> RequestProblems.NOT_JSON;
            default -> RequestProblems.ofHttp(was.getStatusInfo().getReasonPhrase());
        };
        Response answer = ProblemResponse.of(problem, was.getStatus(), List.of(), headers.getAcceptableLanguages());
        String allow = was.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer
                : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }
}
