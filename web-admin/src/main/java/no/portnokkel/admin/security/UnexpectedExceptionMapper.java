package no.portnokkel.admin.security;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/** Maps unexpected exceptions: logs the exception with an id, and discloses nothing but that id. */
@Provider
public final class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(UnexpectedExceptionMapper.class.getName());

    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(Throwable unexpected) {
        String id = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "Unexpected exception, id " + id, unexpected);
        return ProblemResponse.of(RequestProblems.internalError(id), headers.getAcceptableLanguages());
    }
}
