package no.portnokkel.admin.security;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import no.portnokkel.control.ProblemException;
import no.portnokkel.maskinporten.TokenException;

/**
 * Maps exceptions to problems: rejections by the control room, failures to get a token, and everything unexpected, which is
 * logged with an id and discloses nothing but that id. Maskinporten's own 401 and 403 are never passed on as the response's.
 */
@Provider
public final class ProblemExceptionMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(ProblemExceptionMapper.class.getName());

    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(Throwable exception) {
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
        String id = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "Unexpected exception, id " + id, exception);
        return ProblemResponse.of(RequestProblems.internalError(id), headers.getAcceptableLanguages());
    }
}
