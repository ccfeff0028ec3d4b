package no.portnokkel.maskinporten.claims;

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
 * A consent of Altinn 3 as a token carries it ({@code urn:altinn:consent}).
 *
 * @param id the consent's own
 * @param to to whom it was given; empty when the token does not say
 * @param validTo until when; empty when the token does not say, or not in a form we know
 * @param rights what was consented to
 */
public record ConsentClaim(String id, Optional<PartyId> to, Optional<Instant> validTo, List<Right> rights) {
    static final String TYPE = "urn:altinn:consent";

    public ConsentClaim {
        rights = List.copyOf(rights);
    }

    /**
     * One right.
     *
     * @param resource for example {@code ske-samtykke-sbl-inntekt}
     * @param metadata by lower-case names, for example {@code inntektsaar}
     */
    public record Right(String resource, Map<String, String> metadata) {
        public Right {
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
        } catch (DateTimeException anotherForm) {
            return Optional.empty();
        }
    }

    private static Stream<Right> rights(Map<?, ?> right) {
        Map<String, String> metadata = new TreeMap<>();
        right.forEach((name, value) -> { // metadata and metaData have both been seen
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
