package no.portnokkel.receive;

import java.util.Optional;
import java.util.Set;

/**
 * Who calls an API of the bank, by a valid access token from Maskinporten. In an application it can be injected where
 * {@link RequiresMaskinporten} protects the resource.
 */
public interface MaskinportenCaller {
    /**
     * Returns the organisation that calls, the claim to authorise on: nine digits. For another authority that the configuration
     * accepts ({@code portnokkel.receive.authorities}) its ID as it stands, which is never nine digits.
     */
    String consumer();

    /** Returns the organisation that calls on behalf of the consumer, in the same form; empty if the consumer calls itself. */
    Optional<String> supplier();

    /** Returns all scopes of the token, not only the required ones. */
    Set<String> scopes();

    /**
     * Returns the {@code jti} of the token, for logs: at most 100 visible ASCII characters; empty if the token has none. It says
     * nothing about whether the token was used before: a token is meant to be used until it expires.
     */
    String tokenId();
}
