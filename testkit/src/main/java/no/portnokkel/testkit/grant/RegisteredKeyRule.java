package no.portnokkel.testkit.grant;

import java.time.Clock;
import java.util.Optional;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;

/** A grant with {@code kid}: the client has that key, it is less than a year old, and it made the signature. */
record RegisteredKeyRule(Clock clock) implements Rule {

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        if (!(grant.header().get("kid") instanceof String kid)) {
            return client.keys().isEmpty() ? Optional.empty() : Optional.of(KnownRefusal.KID_MISSING.with());
        }
        Optional<RegisteredKey> key = client.key(kid);
        if (key.isEmpty()) {
            return Optional.of(KnownRefusal.KID_UNKNOWN.with());
        }
        if (key.get().isExpiredAt(clock.instant())) {
            return Optional.of(KnownRefusal.KEY_EXPIRED.with());
        }
        return grant.isSignedBy(key.get().key())
                ? Optional.empty()
                : Optional.of(KnownRefusal.INVALID_SIGNATURE.with());
    }
}
