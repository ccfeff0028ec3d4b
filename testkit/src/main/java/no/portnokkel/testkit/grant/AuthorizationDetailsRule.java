package no.portnokkel.testkit.grant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.jspecify.annotations.Nullable;

/** One consent or one system user of Altinn (RFC 9396), with the fields that its type has and no others. */
final class AuthorizationDetailsRule implements Rule {

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "urn:altinn:consent", Set.of("type", "id", "from"),
            "urn:altinn:systemuser", Set.of("type", "systemuser_org", "externalRef"));
    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    private static final String PARTY =
            "urn:altinn:person:identifier-no:[0-9]{11}|urn:altinn:organization:identifier-no:[0-9]{9}";

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        if (!grant.claims().containsKey("authorization_details")) {
            return Optional.empty();
        }
        if (!(grant.claims().get("authorization_details") instanceof List<?> list)
                || list.size() != 1
                || !(list.get(0) instanceof Map<?, ?> detail)) {
            return Optional.of(KnownRefusal.INVALID_ASSERTION.with("authorization_details is an array of one object"));
        }
        if (!(detail.get("type") instanceof String type) || !FIELDS.containsKey(type)) {
            return Optional.of(KnownRefusal.DETAILS_TYPE_UNKNOWN.with());
        }
        if (!FIELDS.get(type).containsAll(detail.keySet())) {
            return Optional.of(KnownRefusal.DETAILS_FIELDS_UNKNOWN.with());
        }
        return type.equals("urn:altinn:consent") ? consent(detail) : systemUser(detail);
    }

    private static Optional<Refusal> consent(Map<?, ?> detail) {
        if (!matches(detail.get("id"), UUID)) {
            return Optional.of(KnownRefusal.DETAILS_VALUES_INVALID.with("id"));
        }
        return matches(detail.get("from"), PARTY)
                ? Optional.empty()
                : Optional.of(KnownRefusal.DETAILS_VALUES_INVALID.with("from"));
    }

    private static Optional<Refusal> systemUser(Map<?, ?> detail) {
        boolean fits = detail.get("systemuser_org") instanceof Map<?, ?> organisation
                && organisation.keySet().equals(Set.of("authority", "ID"))
                && matches(organisation.get("authority"), "iso6523-actorid-upis")
                && matches(organisation.get("ID"), "0192:[0-9]{9}");
        return fits ? Optional.empty() : Optional.of(KnownRefusal.DETAILS_VALUES_INVALID.with("systemuser_org"));
    }

    private static boolean matches(@Nullable Object value, String form) {
        return value instanceof String text && text.matches(form);
    }
}
