package no.portnokkel.admin.security;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import no.portnokkel.maskinporten.TokenException;

/** Maps a failure to get a token to its problem. Maskinporten's own 401 and 403 are never passed on as the response's. */
@Provider
public final class TokenExceptionMapper implements ExceptionMapper<TokenException> {
    @Context
    HttpHeaders headers;

    @Override
    public Response toResponse(TokenException failed) {
        return ProblemResponse.of(failed.problem(), headers.getAcceptableLanguages());
    }
}
