package no.portnokkel.inject;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.altinn.ConsentToken;
import no.portnokkel.maskinporten.bearer.TokenTarget;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** Adds a token (RFC 6750, section 2.1) to requests within their target. Requests to other addresses fail and are not sent. */
final class BearerTokenFilter implements ClientRequestFilter {
    /** Priority after all other filters, so that the final address of the request is compared. */
    static final int LAST = Integer.MAX_VALUE;

    /** The name of a request property: the {@link TokenRequest} without a detail, made on the thread of the caller. */
    static final String REQUEST = "no.portnokkel.request";

    /** The name of a request property: the token of a request that is repeated after a 401. */
    static final String REPLACEMENT = "no.portnokkel.replacement";

    /**
     * A redirect may lead to another host, and the token with it. An application may have set one of these properties on its
     * target; a property of the request is stronger. Of Jersey and CXF; RESTEasy has an option of the client only.
     */
    private static final List<String> FOLLOW_REDIRECTS =
            List.of("jersey.config.client.followRedirects", "http.autoredirect");

    private final TokenTarget target;
    private final TokenProvider tokens;

    BearerTokenFilter(TokenTarget target, TokenProvider tokens) {
        this.target = target;
        this.tokens = tokens;
    }

    @Override
    public void filter(ClientRequestContext request) {
        target.require(request.getUri());
        if (followsRedirects(request.getClient())) {
            throw new TokenRefusedException(
                    Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.follows-redirects"));
        }
        FOLLOW_REDIRECTS.forEach(property -> request.setProperty(property, false));
        if (request.getProperty(REPLACEMENT) instanceof AccessToken replacement) {
            send(replacement, request);
            return;
        }
        TokenRequest tokenRequest = tokenRequest(request);
        AccessToken token = tokens.token(tokenRequest);
        String consent = request.getHeaderString(ConsentToken.HEADER);
        if (consent != null) {
            ConsentToken.read(consent).requireFor(token);
        }
        send(token, request);
        request.setProperty(SentToken.PROPERTY, new SentToken(tokenRequest, token));
    }

    /** Asks RESTEasy, whose engine is set for all requests of a client. Of other implementations the properties decide. */
    private static boolean followsRedirects(Client client) {
        return result(client, "httpEngine")
                .flatMap(engine -> result(engine, "isFollowRedirects"))
                .filter(Boolean.TRUE::equals)
                .isPresent();
    }

    private static Optional<Object> result(Object object, String method) {
        try {
            return Optional.ofNullable(object.getClass().getMethod(method).invoke(object));
        } catch (ReflectiveOperationException otherImplementation) {
            return Optional.empty();
        }
    }

    private static void send(AccessToken token, ClientRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.value());
    }

    private TokenRequest tokenRequest(ClientRequestContext request) {
        TokenRequest base = request.getProperty(REQUEST) instanceof TokenRequest prepared
                ? prepared
                : tokens.baseRequest(); // a client that dropped the property
        return detail(request).map(base::with).orElse(base);
    }

    private static Optional<AuthorizationDetail> detail(ClientRequestContext request) {
        Object property = request.getProperty(Maskinporten.AUTHORIZATION_DETAIL);
        if (property == null || property instanceof AuthorizationDetail) {
            return Optional.ofNullable((AuthorizationDetail) property);
        }
        throw new IllegalArgumentException(Maskinporten.AUTHORIZATION_DETAIL + " must be an AuthorizationDetail, not a "
                + property.getClass().getName() + ".");
    }

    /**
     * The token of a request, stored with the request until its response arrives.
     *
     * @param request that the token was issued for
     */
    record SentToken(TokenRequest request, AccessToken token) {
        /** The name of the request property. */
        static final String PROPERTY = "no.portnokkel.sent";
    }
}
