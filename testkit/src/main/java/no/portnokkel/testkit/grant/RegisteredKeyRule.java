package no.portnokkel.testkit.grant;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;
import no.portnokkel.testkit.registry.Registry;

/** Checks a grant with {@code kid}: the client has this key, it has not expired, and it signed the grant. */
record RegisteredKeyRule(Registry registry, Clock clock) implements GrantCheck.Rule {

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        Instant now = clock.instant();
        List<RegisteredKey> known = client.keysKnownAt(now, registry.keyDelay());
        if (!(grant.header().get("kid") instanceof String kid)) {
            return known.isEmpty() ? Optional.empty() : Optional.of(KnownRefusal.KID_MISSING.with());
        }
        return known.stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .map(key -> check(grant, key, now))
                .orElseGet(() -> Optional.of(KnownRefusal.KID_UNKNOWN.with()));
    }

    private Optional<Refusal> check(PresentedGrant grant, RegisteredKey key, Instant now) {
        if (key.isExpiredAt(now)) {
            return Optional.of(KnownRefusal.KEY_EXPIRED.with());
        }
        if (key.certificate().filter(registry::isRevoked).isPresent()) {
            return Optional.of(KnownRefusal.INVALID_CERTIFICATE.with());
        }
        return grant.isSignedBy(key.key()) ? Optional.empty() : Optional.of(KnownRefusal.INVALID_SIGNATURE.with());
    }
}
