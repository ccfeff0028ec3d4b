package no.portnokkel.testkit.grant;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.Registry;
import org.jspecify.annotations.Nullable;

/** Checks {@code authorization_details} (RFC 9396): one consent or one system user of Altinn, without unknown fields. */
final class DetailCheck {

    private final Map<String, Type> types;

    /** @param clock decides which consents have expired */
    public DetailCheck(Registry registry, Clock clock) {
        this.types = Map.of(
                "urn:altinn:consent",
                new Type(Set.of("type", "id", "from"), new ConsentRule(registry, clock)),
                "urn:altinn:systemuser",
                new Type(Set.of("type", "systemuser_org", "externalRef"), new SystemUserRule(registry)));
    }

    /**
     * Returns the refusal; empty when the details are valid.
     *
     * @param details value of the claim, of any JSON type
     * @param consumer organisation number of the token's consumer
     */
    public Optional<Refusal> check(@Nullable Object details, RegisteredClient client, String consumer) {
        if (!(details instanceof List<?> list) || list.size() != 1 || !(list.get(0) instanceof Map<?, ?> detail)) {
            return Optional.of(KnownRefusal.INVALID_ASSERTION.with("authorization_details is an array of one object"));
        }
        Type type = detail.get("type") instanceof String name ? types.get(name) : null;
        if (type == null) {
            return Optional.of(KnownRefusal.DETAILS_TYPE_UNKNOWN.with());
        }
        return type.fields().containsAll(detail.keySet())
                ? type.rule().check(detail, client, consumer)
                : Optional.of(KnownRefusal.DETAILS_FIELDS_UNKNOWN.with());
    }

    private record Type(Set<String> fields, DetailRule rule) {}

    /** Altinn's requirement on one type of {@code authorization_details}; its fields are already checked. */
    @FunctionalInterface
    interface DetailRule {

        /**
         * Returns the refusal; empty when the detail meets the requirement.
         *
         * @param consumer organisation number of the token's consumer
         */
        Optional<Refusal> check(Map<?, ?> detail, RegisteredClient client, String consumer);
    }
}
