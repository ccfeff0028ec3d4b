package no.portnokkel.testkit.grant;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.registry.SystemUser;

/** Checks that the customer has an approved system user, with the grant's reference, of a system that has this client. */
record SystemUserRule(Registry registry) implements DetailCheck.DetailRule {

    private static final String AUTHORITY = "iso6523-actorid-upis";
    private static final String PREFIX = "0192:";

    @Override
    public Optional<Refusal> check(Map<?, ?> detail, RegisteredClient client, String consumer) {
        Optional<String> organisation = organisation(detail);
        if (organisation.isEmpty()) {
            return refuse("systemuser_org");
        }
        Object reference = detail.containsKey("externalRef") ? detail.get("externalRef") : organisation.get();
        return reference instanceof String text
                ? check(client.clientId(), organisation.get(), text)
                : refuse("externalRef");
    }

    private Optional<Refusal> check(String clientId, String organisation, String reference) {
        Collection<SystemUser> all = registry.systemUsers();
        List<SystemUser> ofClient =
                all.stream().filter(user -> user.clients().contains(clientId)).toList();
        List<SystemUser> ofCustomer = ofClient.stream()
                .filter(user -> user.organisation().equals(organisation))
                .toList();
        Optional<SystemUser> match = ofCustomer.stream()
                .filter(user -> user.reference().equals(reference))
                .findFirst();
        if (all.isEmpty()) {
            return Optional.empty();
        } else if (ofClient.isEmpty()) {
            return refuse("no system has the client " + clientId);
        } else if (ofCustomer.isEmpty()) {
            return refuse("systemuser_org " + organisation + " has no such system user");
        } else if (match.isEmpty()) {
            return refuse("externalRef");
        }
        return match.get().status() == SystemUser.Status.APPROVED
                ? Optional.empty()
                : refuse("the system user is not approved");
    }

    static Optional<String> organisation(Map<?, ?> detail) {
        return detail.get("systemuser_org") instanceof Map<?, ?> organisation
                        && organisation.keySet().equals(Set.of("authority", "ID"))
                        && AUTHORITY.equals(organisation.get("authority"))
                        && organisation.get("ID") instanceof String id
                        && id.matches(PREFIX + "[0-9]{9}")
                ? Optional.of(id.substring(PREFIX.length()))
                : Optional.empty();
    }

    private static Optional<Refusal> refuse(String value) {
        return Optional.of(KnownRefusal.DETAILS_VALUES_INVALID.with(value));
    }
}
