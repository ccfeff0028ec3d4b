package no.portnokkel.inject;

import java.util.Optional;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;

/** For an injection point that says all there is to say: its token is looked up once, unless a request adds a detail. */
final class FixedTokenProvider implements TokenProvider {
    private final Tokens tokens;
    private final TokenRequest usual;
    private final Supplier<AccessToken> found;

    FixedTokenProvider(Tokens tokens, TokenRequest usual) {
        this.tokens = tokens;
        this.usual = usual;
        this.found = tokens.supplier(usual);
    }

    @Override
    public TokenRequest request(Optional<AuthorizationDetail> detail) {
        return detail.map(usual::with).orElse(usual);
    }

    @Override
    public AccessToken token(TokenRequest request) {
        return request.equals(usual) ? found.get() : tokens.get(request);
    }

    @Override
    public AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        return tokens.insteadOf(refused, request);
    }
}
