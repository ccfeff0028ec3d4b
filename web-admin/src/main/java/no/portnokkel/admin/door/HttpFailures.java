package no.portnokkel.admin.door;

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
public final class HttpFailures implements ExceptionMapper<WebApplicationException> {
    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(WebApplicationException refused) {
        Response was = refused.getResponse();
        Problem problem = switch (was.getStatus()) {
            case 401 -> Refusals.NOT_SIGNED_IN;
            case 403 -> Refusals.ROLE_MISSING;
            case 404 -> Refusals.NOT_FOUND;
            case 415 -> Refusals.NOT_JSON;
            default -> Refusals.ofHttp(was.getStatusInfo().getReasonPhrase());
        };
        Response answer = ProblemAnswer.of(problem, was.getStatus(), List.of(), headers.getAcceptableLanguages());
        String allow = was.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer
                : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }
}
