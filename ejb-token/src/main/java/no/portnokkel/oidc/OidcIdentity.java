package no.portnokkel.oidc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider has confirmed about a person, by a token whose signature and claims were verified.
 *
 * @param issuer with {@code subject} the one identifier that is neither changed nor given to anybody else (OpenID Connect Core 1.0,
 *     section 5.7)
 * @param subject at most 255 characters
 * @param claims of the token, by name; values may be anything
 * @param idToken the hint for signing out; secret; empty for an access token
 */
public record OidcIdentity(String issuer, String subject, Map<String, Object> claims, Optional<String> idToken) {

    /** Returns a claim that is a text; empty when it is absent, blank or of another type. */
    public Optional<String> text(String name) {
        return claims.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    /** Returns the texts of a claim that is an array or one text; empty when it is absent or of another type. */
    public List<String> texts(String name) {
        if (claims.get(name) instanceof Collection<?> values) {
            return values.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return text(name).map(List::of).orElse(List.of());
    }

    /** Shows neither the token nor the claims. */
    @Override
    public String toString() {
        return "OidcIdentity[" + issuer + " " + subject + "]";
    }
}
