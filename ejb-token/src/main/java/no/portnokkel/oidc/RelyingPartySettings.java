package no.portnokkel.oidc;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The provider that persons sign in at, and our registration there.
 *
 * @param issuer exactly as the provider writes it in {@code iss}; {@code https}, loopback excepted
 * @param clientId our identifier at the provider
 * @param clientSecret empty for a public client, which PKCE alone protects
 * @param scopes with {@code openid}
 * @param acrValues one of which the provider must confirm as {@code acr}; empty when any will do
 * @param audience that an access token must name in {@code aud}; the client id when no other is configured
 */
public record RelyingPartySettings(
        URI issuer,
        String clientId,
        Optional<Secret> clientSecret,
        List<String> scopes,
        Set<String> acrValues,
        String audience) {

    public RelyingPartySettings {
        scopes = List.copyOf(scopes);
        acrValues = Set.copyOf(acrValues);
    }

    /** A client secret. {@code toString()} hides it. */
    public static final class Secret {
        private final String value;

        /** @param value not empty */
        public Secret(String value) {
            this.value = value;
        }

        String value() {
            return value;
        }

        @Override
        public String toString() {
            return "Secret[***]";
        }
    }
}
