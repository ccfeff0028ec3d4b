package no.portnokkel.maskinporten.altinn;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.json.JsonObjects;
import org.jspecify.annotations.Nullable;

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
