package no.portnokkel.maskinporten.claims;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.json.JsonObjects;

/** The claims of a token, unverified. What is missing or has another form than is known is empty, never an error. */
public final class UnverifiedClaims {
    private static final String NOBODY_SPECIAL = "unspecified";

    private final Map<String, Object> claims;

    private UnverifiedClaims(Map<String, Object> claims) {
        this.claims = claims;
    }

    /** Reads a token; one that is no JWT says nothing. */
    public static UnverifiedClaims of(AccessToken token) {
        return new UnverifiedClaims(JsonObjects.claims(token.value()).orElse(Map.of()));
    }

    /** On whose behalf the API is called. */
    public Optional<PartyId> consumer() {
        return PartyId.read(claims.get("consumer"));
    }

    /** Who calls for the consumer; empty without delegation. */
    public Optional<PartyId> supplier() {
        return PartyId.read(claims.get("supplier"));
    }

    /** Where it was delegated; empty without delegation. */
    public Optional<String> delegationSource() {
        return JsonObjects.text(claims, "delegation_source");
    }

    /** For whom the token is meant; empty when for nobody special, which is also written {@code unspecified}. */
    public List<String> audience() {
        Object audience = claims.get("aud");
        List<String> names = audience instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : JsonObjects.text(claims, "aud").stream().toList();
        return names.equals(List.of(NOBODY_SPECIAL)) ? List.of() : names;
    }

    /** The consent it carries. */
    public Optional<ConsentClaim> consent() {
        return claims.get("authorization_details") instanceof List<?> details
                ? details.stream()
                        .filter(Map.class::isInstance)
                        .flatMap(detail -> ConsentClaim.read((Map<?, ?>) detail).stream())
                        .findFirst()
                : Optional.empty();
    }
}
