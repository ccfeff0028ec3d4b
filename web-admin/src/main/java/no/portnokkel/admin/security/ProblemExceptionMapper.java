package no.portnokkel.admin.security;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import no.portnokkel.control.ProblemException;

/** What the control room refuses: its problem is the answer. */
@Provider
public final class ProblemExceptionMapper implements ExceptionMapper<ProblemException> {
    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(ProblemException refused) {
        return ProblemResponse.of(
                refused.problem(),
                refused.problem().code().status(),
                refused.causes(),
                headers.getAcceptableLanguages());
    }
}
