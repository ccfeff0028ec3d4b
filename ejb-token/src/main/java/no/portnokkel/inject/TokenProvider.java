package no.portnokkel.inject;

import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.TokenRequest;

/** The tokens that a target's requests carry. */
interface TokenProvider {

    /** What this one request is to carry. */
    TokenRequest request(Optional<AuthorizationDetail> detail);

    /**
     * A token to send now.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link no.portnokkel.maskinporten.Tokens#get}
     */
    AccessToken token(TokenRequest request);

    /**
     * Another token than the one that the API has refused.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link no.portnokkel.maskinporten.Tokens#insteadOf}
     */
    AccessToken insteadOf(AccessToken refused, TokenRequest request);
}
