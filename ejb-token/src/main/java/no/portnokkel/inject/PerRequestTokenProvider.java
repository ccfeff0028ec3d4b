package no.portnokkel.inject;

import java.util.Optional;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;

/** For an injection point whose consumer is only known per request. */
final class PerRequestTokenProvider implements TokenProvider {
    private final Tokens tokens;
    private final Supplier<TokenRequest> usual;

    PerRequestTokenProvider(Tokens tokens, Supplier<TokenRequest> usual) {
        this.tokens = tokens;
        this.usual = usual;
    }

    @Override
    public TokenRequest request(Optional<AuthorizationDetail> detail) {
        TokenRequest now = usual.get();
        return detail.map(now::with).orElse(now);
    }

    @Override
    public AccessToken token(TokenRequest request) {
        return tokens.get(request);
    }

    @Override
    public AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        return tokens.insteadOf(refused, request);
    }
}
