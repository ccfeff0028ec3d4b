package no.portnokkel.testkit.altinn;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.registry.SystemUser;

/**
 * Altinn's half of a token. What is not registered is answered as if it were, see {@link Registry}: a consent given an hour
 * ago for a week, or the customer's one system user.
 *
 * @param metadataName how the token spells {@code metadata}: Altinn's pages have two ways
 */
public record DetailClaims(Registry registry, String metadataName) {

    /**
     * Returns the claim for the token.
     *
     * @param asked of a grant that was accepted
     * @param clientId who asks
     * @param consumer organisation number of the one in whose name the token is
     */
    public List<Map<String, Object>> answer(List<?> asked, String clientId, String consumer, Instant now) {
        return asked.stream()
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .map(detail -> "urn:altinn:consent".equals(detail.get("type"))
                        ? consent(detail, consumer, now)
                        : systemUser(detail, clientId, consumer))
                .toList();
    }

    /** Returns an organisation as tokens write it (ISO 6523; 0192 is Enhetsregisteret). */
    public static Map<String, Object> organisation(String number) {
        return Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + number);
    }

    private Map<String, Object> consent(Map<?, ?> asked, String consumer, Instant now) {
        UUID id = UUID.fromString(String.valueOf(asked.get("id")));
        Consent consent = Optional.ofNullable(registry.consents().get(id))
                .orElseGet(() -> Consent.given(id, String.valueOf(asked.get("from")), consumer, now));
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("type", "urn:altinn:consent");
        detail.put("id", String.valueOf(asked.get("id")));
        detail.put("from", consent.from());
        detail.put("to", organisation(consent.to()));
        detail.put("consented", consent.consented().toString());
        detail.put("validTo", consent.validTo().toString());
        detail.put("consentRights", consent.rights().stream().map(this::right).toList());
        return detail;
    }

    private Map<String, Object> right(Consent.Right right) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("action", List.of("consent"));
        written.put("resource", List.of(Map.of("type", "urn:altinn:resource", "value", right.resource())));
        written.put(metadataName, right.metadata());
        return written;
    }

    private Map<String, Object> systemUser(Map<?, ?> asked, String clientId, String consumer) {
        String organisation = SystemUserRule.organisation(asked).orElseThrow();
        String reference = asked.get("externalRef") instanceof String text ? text : organisation;
        SystemUser user = registry.systemUsers().stream()
                .filter(known -> known.answersTo(clientId, organisation, reference))
                .findFirst()
                .orElseGet(() -> unregistered(organisation, consumer));
        return Map.of(
                "type", "urn:altinn:systemuser",
                "systemuser_org", organisation(organisation),
                "systemuser_id", List.of(user.id().toString()),
                "system_id", user.systemId());
    }

    private static SystemUser unregistered(String organisation, String consumer) {
        // The same organisation has the same system user every time.
        UUID id = UUID.nameUUIDFromBytes(organisation.getBytes(StandardCharsets.UTF_8));
        return SystemUser.approved(id, consumer + "_portnokkel_test", organisation);
    }
}
