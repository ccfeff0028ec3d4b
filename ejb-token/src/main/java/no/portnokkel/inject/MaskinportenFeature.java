package no.portnokkel.inject;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.net.URI;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.bearer.TokenTarget;

/**
 * Binds a Jakarta REST client of the application to one API, by the rules of an injected {@code WebTarget}: each request carries a
 * usable token; a request to an address that is not below the base address fails and is not sent, whatever another filter does;
 * redirects are not followed; after a 401 the request is repeated once with a new token. Register it at a {@code Client}, at a
 * {@code WebTarget}, or at a {@code RestClientBuilder} of MicroProfile; one per client, because a second one is ignored.
 *
 * <pre>{@code
 * Client client = ClientBuilder.newClient().register(MaskinportenFeature.of(
 *         tokens, TokenRequest.forScope("skatteetaten:inntekt"), URI.create("https://api.example/v1")));
 * }</pre>
 */
public final class MaskinportenFeature implements Feature {
    private final TokenProvider tokens;
    private final BearerTokenFilter bearer;
    private final UnauthorizedRetryFilter retry;

    MaskinportenFeature(TokenTarget target, TokenProvider tokens) {
        this.tokens = tokens;
        this.bearer = new BearerTokenFilter(target, tokens);
        this.retry = new UnauthorizedRetryFilter(tokens, System::nanoTime);
    }

    /**
     * Returns a feature for one token request.
     *
     * @param baseUri absolute; {@code https}, except for loopback. The token is sent to this origin and below this path only
     * @throws IllegalArgumentException if the base address is not usable
     */
    public static MaskinportenFeature of(Tokens tokens, TokenRequest request, URI baseUri) {
        return new MaskinportenFeature(new TokenTarget(baseUri), TokenProvider.fixed(tokens, request));
    }

    /**
     * Returns a feature whose token differs from request to request, such as by its consumer.
     *
     * @param requests called once for each HTTP request, on the thread that runs the filters
     * @param baseUri as above
     * @throws IllegalArgumentException if the base address is not usable
     */
    public static MaskinportenFeature of(Tokens tokens, Supplier<TokenRequest> requests, URI baseUri) {
        return new MaskinportenFeature(new TokenTarget(baseUri), TokenProvider.perRequest(tokens, requests));
    }

    @Override
    public boolean configure(FeatureContext context) {
        context.register(bearer, BearerTokenFilter.LAST);
        context.register(retry);
        return true;
    }

    /** Returns the tokens of the requests. */
    TokenProvider tokens() {
        return tokens;
    }
}
