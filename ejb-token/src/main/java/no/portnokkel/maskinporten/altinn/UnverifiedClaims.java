package no.portnokkel.maskinporten.altinn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.json.JsonObjects;

/** The claims of a token, not verified. A claim that is missing or has an unknown format is empty; reading never fails. */
final class UnverifiedClaims {
    private static final String UNRESTRICTED = "unspecified";

    private final Map<String, Object> claims;

    private UnverifiedClaims(Map<String, Object> claims) {
        this.claims = claims;
    }

    /** Reads a token; a token that is no JWT has no claims. */
    static UnverifiedClaims of(AccessToken token) {
        return new UnverifiedClaims(JsonObjects.claims(token.value()).orElse(Map.of()));
    }

    /** Returns the organisation on whose behalf the API is called. */
    Optional<PartyId> consumer() {
        return PartyId.read(claims.get("consumer"));
    }

    /** Returns the organisation that acts for the consumer; empty without delegation. */
    Optional<PartyId> supplier() {
        return PartyId.read(claims.get("supplier"));
    }

    /** Returns the system in which the consumer delegated; empty without delegation. */
    Optional<String> delegationSource() {
        return JsonObjects.text(claims, "delegation_source");
    }

    /** Returns the audience; empty if the token has none, or the value {@code unspecified}. */
    List<String> audience() {
        Object audience = claims.get("aud");
        List<String> names = audience instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : JsonObjects.text(claims, "aud").stream().toList();
        return names.equals(List.of(UNRESTRICTED)) ? List.of() : names;
    }

    /** Returns the consent inside the token. */
    Optional<ConsentClaim> consent() {
        return claims.get("authorization_details") instanceof List<?> details
                ? details.stream()
                        .filter(Map.class::isInstance)
                        .flatMap(detail -> ConsentClaim.read((Map<?, ?>) detail).stream())
                        .findFirst()
                : Optional.empty();
    }
}
