package no.portnokkel.inject;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.altinn.ConsentToken;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** Adds a fresh token (RFC 6750, section 2.1) to requests that stay within their target, and refuses all others unsent. */
final class BearerTokenFilter implements ClientRequestFilter {
    /** After every other filter: what is compared is the address that is really sent. */
    static final int LAST = Integer.MAX_VALUE;

    private final TokenTarget target;
    private final TokenProvider bearer;

    BearerTokenFilter(TokenTarget target, TokenProvider bearer) {
        this.target = target;
        this.bearer = bearer;
    }

    @Override
    public void filter(ClientRequestContext request) {
        if (!target.accepts(request.getUri())) {
            throw new TokenRefusedException(elsewhere(request));
        }
        TokenRequest needed = bearer.request(detail(request));
        AccessToken fresh = bearer.token(needed);
        String consent = request.getHeaderString(ConsentToken.HEADER);
        if (consent != null) {
            ConsentToken.read(consent).requireFor(fresh);
        }
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + fresh.value());
        request.setProperty(SentToken.PROPERTY, new SentToken(needed, fresh));
    }

    private static Optional<AuthorizationDetail> detail(ClientRequestContext request) {
        Object property = request.getProperty(Maskinporten.AUTHORIZATION_DETAIL);
        if (property == null || property instanceof AuthorizationDetail) {
            return Optional.ofNullable((AuthorizationDetail) property);
        }
        throw new IllegalArgumentException(Maskinporten.AUTHORIZATION_DETAIL + " is an AuthorizationDetail, not a "
                + property.getClass().getName() + ".");
    }

    private Problem elsewhere(ClientRequestContext request) {
        String origin = request.getUri().getScheme() + "://" + request.getUri().getHost();
        return Problem.of(
                ProblemCode.REQUEST_INVALID, "request-invalid.origin", Map.of("base", target.base(), "origin", origin));
    }
}
