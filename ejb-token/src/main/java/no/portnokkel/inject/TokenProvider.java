package no.portnokkel.inject;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;

/** The tokens for the requests of one target. Thread-safe. */
final class TokenProvider {
    /** What other threads have prepared for this one, by provider: several clients may be called on one thread. */
    private static final ThreadLocal<Map<TokenProvider, Supplier<TokenRequest>>> PREPARED =
            ThreadLocal.withInitial(HashMap::new);

    private final Tokens tokens;
    private final Supplier<TokenRequest> baseRequest;
    private final Function<TokenRequest, AccessToken> lookUp;

    private TokenProvider(
            Tokens tokens, Supplier<TokenRequest> baseRequest, Function<TokenRequest, AccessToken> lookUp) {
        this.tokens = tokens;
        this.baseRequest = baseRequest;
        this.lookUp = lookUp;
    }

    /** For an injection point with a fixed request: its token is looked up once, unless a request adds a detail. */
    static TokenProvider fixed(Tokens tokens, TokenRequest fixed) {
        Supplier<AccessToken> supplier = tokens.supplier(fixed);
        return new TokenProvider(
                tokens, () -> fixed, request -> request.equals(fixed) ? supplier.get() : tokens.get(request));
    }

    /** For an injection point whose consumer is known per request only. */
    static TokenProvider perRequest(Tokens tokens, Supplier<TokenRequest> request) {
        return new TokenProvider(tokens, request, tokens::get);
    }

    /** Returns the request for the token of one HTTP request without a detail. Asks the application for the consumer, if it says. */
    TokenRequest baseRequest() {
        return PREPARED.get().getOrDefault(this, baseRequest).get();
    }

    /** Makes {@link #baseRequest} return this on the current thread, which works for another one. */
    void prepare(Supplier<TokenRequest> request) {
        PREPARED.get().put(this, request);
    }

    /** Ends the effect of {@link #prepare}. */
    void unprepare() {
        PREPARED.get().remove(this);
        if (PREPARED.get().isEmpty()) {
            PREPARED.remove();
        }
    }

    /**
     * Returns a usable token.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link Tokens#get}
     */
    AccessToken token(TokenRequest request) {
        return lookUp.apply(request);
    }

    /**
     * Returns a replacement for a token that the API refused.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link Tokens#insteadOf}
     */
    AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        return tokens.insteadOf(refused, request);
    }
}
