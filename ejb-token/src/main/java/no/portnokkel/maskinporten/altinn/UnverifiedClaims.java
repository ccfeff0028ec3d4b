package no.portnokkel.maskinporten.altinn;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.altinn.UnverifiedClaims.PartyId;
import no.portnokkel.maskinporten.json.JsonObjects;
import org.jspecify.annotations.Nullable;

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

    /**
     * The id of a consumer, a supplier or the recipient of a consent in a token (ISO 6523). New authorities and formats may appear,
     * so the id is stored as it was received.
     *
     * @param authority usually {@code iso6523-actorid-upis}
     * @param id two to four parts separated by colons, such as {@code 0192:991825827}; other authorities use other formats
     * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_token">Digdir: token</a>
     */
    record PartyId(String authority, String id) {
        private static final Pattern NORWEGIAN = Pattern.compile("0192:([0-9]{9})");

        static Optional<PartyId> read(@Nullable Object member) {
            return member instanceof Map<?, ?> object
                    ? JsonObjects.text(object, "ID")
                            .map(id -> new PartyId(
                                    JsonObjects.text(object, "authority").orElse(""), id))
                    : Optional.empty();
        }

        /** Returns the number in Enhetsregisteret; empty for sub-entities and foreign organisations. */
        Optional<OrganisationNumber> norwegianNumber() {
            Matcher matcher = NORWEGIAN.matcher(id);
            try {
                return matcher.matches() ? Optional.of(new OrganisationNumber(matcher.group(1))) : Optional.empty();
            } catch (IllegalArgumentException wrongCheckDigit) {
                return Optional.empty();
            }
        }
    }

    /**
     * A consent of Altinn 3 inside a token ({@code urn:altinn:consent}).
     *
     * @param id the id of the consent
     * @param to the organisation that it was given to; empty if the token does not name one
     * @param validTo end of validity; empty if it is missing or has an unknown format
     * @param rights what it covers
     */
    record ConsentClaim(String id, Optional<PartyId> to, Optional<Instant> validTo, List<Right> rights) {
        static final String TYPE = "urn:altinn:consent";

        ConsentClaim {
            rights = List.copyOf(rights);
        }

        /**
         * One right.
         *
         * @param resource for example {@code ske-samtykke-sbl-inntekt}
         * @param metadata by lower-case name, for example {@code inntektsaar}
         */
        record Right(String resource, Map<String, String> metadata) {
            Right {
                metadata = Map.copyOf(metadata);
            }
        }

        static Optional<ConsentClaim> read(Map<?, ?> detail) {
            return JsonObjects.text(detail, "type")
                    .filter(TYPE::equals)
                    .flatMap(type -> JsonObjects.text(detail, "id"))
                    .map(id -> new ConsentClaim(
                            id,
                            PartyId.read(detail.get("to")),
                            JsonObjects.text(detail, "validTo").flatMap(ConsentClaim::time),
                            objects(detail.get("consentRights"))
                                    .flatMap(ConsentClaim::rights)
                                    .toList()));
        }

        private static Optional<Instant> time(String text) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException unknownFormat) {
                return Optional.empty();
            }
        }

        private static Stream<Right> rights(Map<?, ?> right) {
            Map<String, String> metadata = new TreeMap<>();
            right.forEach((name, value) -> { // both metadata and metaData occur
                if (String.valueOf(name).equalsIgnoreCase("metadata") && value instanceof Map<?, ?> object) {
                    object.forEach((key, text) ->
                            metadata.put(String.valueOf(key).toLowerCase(Locale.ROOT), String.valueOf(text)));
                }
            });
            return objects(right.get("resource"))
                    .flatMap(resource -> JsonObjects.text(resource, "value").stream())
                    .map(resource -> new Right(resource, metadata));
        }

        private static Stream<Map<?, ?>> objects(@Nullable Object list) {
            return list instanceof List<?> members
                    ? members.stream().filter(Map.class::isInstance).map(member -> (Map<?, ?>) member)
                    : Stream.empty();
        }
    }
}
