package no.portnokkel.testkit.grant;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.Registry;

/**
 * Checks that a consent is registered, given, not expired, from the party that the grant names, and to the token's consumer.
 * Digdir documents no codes for these refusals; the texts contain the codes of Altinn's access management.
 */
record ConsentRule(Registry registry, Clock clock) implements DetailCheck.DetailRule {

    private static final String ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    @Override
    public Optional<Refusal> check(Map<?, ?> detail, RegisteredClient client, String consumer) {
        if (!(detail.get("id") instanceof String id) || !id.matches(ID)) {
            return Optional.of(KnownRefusal.CONSENT_VALUES_INVALID.with("id"));
        }
        if (!(detail.get("from") instanceof String from) || !Consent.isParty(from)) {
            return Optional.of(KnownRefusal.CONSENT_VALUES_INVALID.with("from"));
        }
        Map<UUID, Consent> registered = registry.consents();
        return registered.isEmpty()
                ? Optional.empty()
                : refusal(objections(Optional.ofNullable(registered.get(UUID.fromString(id))), from, consumer));
    }

    private List<String> objections(Optional<Consent> requested, String from, String consumer) {
        if (requested.isEmpty()) {
            return List.of("AM-1: The consent was not found");
        }
        Consent consent = requested.get();
        List<String> objections = new ArrayList<>();
        if (consent.status() == Consent.Status.REVOKED) {
            objections.add("AM-11: The consent is revoked");
        }
        if (!consent.from().equals(from) || !consent.to().equals(consumer)) {
            objections.add("AM-12: The consent is between other parties");
        }
        if (!clock.instant().isBefore(consent.validTo())) {
            objections.add("AM-13: The consent is expired");
        }
        if (consent.status() == Consent.Status.NOT_ACCEPTED) {
            objections.add("AM-14: The consent is not accepted");
        }
        return objections;
    }

    private static Optional<Refusal> refusal(List<String> objections) {
        return switch (objections.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(KnownRefusal.CONSENT_REFUSED.with(objections.get(0)));
            default -> Optional.of(KnownRefusal.CONSENT_LOOKUP_BROKEN.with());
        };
    }
}
