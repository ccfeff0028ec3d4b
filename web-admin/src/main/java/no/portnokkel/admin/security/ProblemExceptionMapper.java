package no.portnokkel.admin.security;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.UUID;
import no.portnokkel.control.ProblemException;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.problem.Problem;

/**
 * Maps exceptions to problems: rejections by JAX-RS itself (an unknown address, a method that is not allowed), rejections by the
 * control room, failures to get a token or a signature, and everything unexpected, which is logged with an id and discloses nothing but that id.
 * Maskinporten's own 401 and 403 are never passed on as the response's.
 */
@Provider
public final class ProblemExceptionMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(ProblemExceptionMapper.class.getName());

    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(Throwable exception) {
        if (exception instanceof WebApplicationException rejection) {
            return rejectionByJaxRs(rejection.getResponse());
        }
        if (exception instanceof ProblemException rejection) {
            return ProblemResponse.of(
                    rejection.problem(),
                    rejection.problem().code().status(),
                    rejection.causes(),
                    headers.getAcceptableLanguages());
        }
        if (exception instanceof TokenException failed) {
            return ProblemResponse.of(failed.problem(), headers.getAcceptableLanguages());
        }
        if (exception instanceof HsmException failed) {
            return ProblemResponse.of(failed.fault().problem(), headers.getAcceptableLanguages());
        }
        String id = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "Unexpected exception, id " + id, exception);
        return ProblemResponse.of(RequestProblems.internalError(id), headers.getAcceptableLanguages());
    }

    private Response rejectionByJaxRs(Response original) {
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
