package no.portnokkel.testkit.grant;

import java.time.Clock;
import java.util.Optional;
import no.portnokkel.testkit.registry.RegisteredClient;

/**
 * A grant lives at most two minutes and is not from the future. An old {@code iat} alone is no reason to refuse: a grant
 * that waited for an HSM is good until its {@code exp}.
 */
record TimeRule(Clock clock) implements Rule {

    private static final long MAX_LIFETIME = 120; // seconds
    private static final long MAX_AHEAD = 10; // seconds

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        Optional<Long> issued = grant.seconds("iat");
        Optional<Long> expires = grant.seconds("exp");
        if (issued.isEmpty() || expires.isEmpty()) {
            return Optional.of(KnownRefusal.INVALID_ASSERTION.with("iat and exp are required, in whole seconds"));
        }
        long now = clock.instant().getEpochSecond();
        if (issued.get() > now + MAX_AHEAD) {
            return Optional.of(KnownRefusal.ISSUED_IN_THE_FUTURE.with());
        }
        if (expires.get() <= now) {
            return Optional.of(KnownRefusal.EXPIRED.with());
        }
        return expires.get() - issued.get() > MAX_LIFETIME
                ? Optional.of(KnownRefusal.LIVES_TOO_LONG.with())
                : Optional.empty();
    }
}
