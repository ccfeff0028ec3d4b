package no.portnokkel.admin.security;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import no.portnokkel.control.ProblemException;

/** Maps rejections by the control room to their problem. */
@Provider
public final class ProblemExceptionMapper implements ExceptionMapper<ProblemException> {
    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(ProblemException rejection) {
        return ProblemResponse.of(
                rejection.problem(),
                rejection.problem().code().status(),
                rejection.causes(),
                headers.getAcceptableLanguages());
    }
}
