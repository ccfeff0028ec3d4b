package no.portnokkel.testkit.grant;

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
 * Creates the claim {@code authorization_details} of a token. For a consent or system user that is not registered (see {@link
 * Registry}) it assumes one: a consent given an hour ago for a week, or the customer's only system user.
 *
 * @param metadataName spelling of {@code metadata} in the token; Altinn's pages have two
 */
public record DetailClaims(Registry registry, String metadataName) {

    /**
     * Returns the value of the claim.
     *
     * @param requested details of an accepted grant
     * @param clientId client that sent the grant
     * @param consumer organisation number of the token's consumer
     */
    public List<Map<String, Object>> claim(List<?> requested, String clientId, String consumer, Instant now) {
        return requested.stream()
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .map(detail -> "urn:altinn:consent".equals(detail.get("type"))
                        ? consent(detail, consumer, now)
                        : systemUser(detail, clientId, consumer))
                .toList();
    }

    /** Returns an organisation in the format of tokens (ISO 6523; 0192 is Enhetsregisteret). */
    public static Map<String, Object> organisation(String number) {
        return Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + number);
    }

    private Map<String, Object> consent(Map<?, ?> requested, String consumer, Instant now) {
        UUID id = UUID.fromString(String.valueOf(requested.get("id")));
        Consent consent = Optional.ofNullable(registry.consents().get(id))
                .orElseGet(() -> Consent.given(id, String.valueOf(requested.get("from")), consumer, now));
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("type", "urn:altinn:consent");
        detail.put("id", String.valueOf(requested.get("id")));
        detail.put("from", consent.from());
        detail.put("to", organisation(consent.to()));
        detail.put("consented", consent.consented().toString());
        detail.put("validTo", consent.validTo().toString());
        detail.put("consentRights", consent.rights().stream().map(this::right).toList());
        return detail;
    }

    private Map<String, Object> right(Consent.Right right) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", List.of("consent"));
        json.put("resource", List.of(Map.of("type", "urn:altinn:resource", "value", right.resource())));
        json.put(metadataName, right.metadata());
        return json;
    }

    private Map<String, Object> systemUser(Map<?, ?> requested, String clientId, String consumer) {
        String organisation = SystemUserRule.organisation(requested).orElseThrow();
        String reference = requested.get("externalRef") instanceof String text ? text : organisation;
        SystemUser systemUser = registry.systemUsers().stream()
                .filter(user -> user.answersTo(clientId, organisation, reference))
                .findFirst()
                .orElseGet(() -> unregistered(organisation, consumer));
        return Map.of(
                "type", "urn:altinn:systemuser",
                "systemuser_org", organisation(organisation),
                "systemuser_id", List.of(systemUser.id().toString()),
                "system_id", systemUser.systemId());
    }

    private static SystemUser unregistered(String organisation, String consumer) {
        // The same organisation always gets the same system user.
        UUID id = UUID.nameUUIDFromBytes(organisation.getBytes(StandardCharsets.UTF_8));
        return SystemUser.approved(id, consumer + "_portnokkel_test", organisation);
    }
}
