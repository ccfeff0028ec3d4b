package no.portnokkel.testkit.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Altinn's half of a token: every consent that is asked for has been given to the consumer, for a week. */
final class AltinnDetails {

    private static final Duration CONSENTED_AGO = Duration.ofHours(1);
    private static final Duration VALID = Duration.ofDays(7);

    private AltinnDetails() {}

    static List<Map<String, Object>> answer(List<?> asked, String consumer, Instant now) {
        return asked.stream()
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .map(detail -> "urn:altinn:consent".equals(detail.get("type"))
                        ? consent(detail, consumer, now)
                        : systemUser(detail, consumer))
                .toList();
    }

    private static Map<String, Object> consent(Map<?, ?> asked, String consumer, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("type", "urn:altinn:consent");
        detail.put("id", Objects.requireNonNull(asked.get("id")));
        detail.put("from", Objects.requireNonNull(asked.get("from")));
        detail.put("to", TokenClaims.organisation(consumer));
        detail.put("consented", second.minus(CONSENTED_AGO).toString());
        detail.put("validTo", second.plus(VALID).toString());
        detail.put(
                "consentRights",
                List.of(Map.of(
                        "action", List.of("consent"),
                        "resource", List.of(Map.of("type", "urn:altinn:resource", "value", "ske-samtykke-sbl-inntekt")),
                        "metadata", Map.of("fraogmed", "2024-01", "tilogmed", "2024-12"))));
        return detail;
    }

    private static Map<String, Object> systemUser(Map<?, ?> asked, String consumer) {
        Object organisation = Objects.requireNonNull(asked.get("systemuser_org"));
        // The same organisation has the same system user every time.
        String id = UUID.nameUUIDFromBytes(organisation.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        return Map.of(
                "type",
                "urn:altinn:systemuser",
                "systemuser_org",
                organisation,
                "systemuser_id",
                List.of(id),
                "system_id",
                consumer + "_portnokkel_test");
    }
}
