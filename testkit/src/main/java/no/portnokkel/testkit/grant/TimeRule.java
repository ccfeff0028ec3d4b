package no.portnokkel.testkit.grant;

import java.time.Clock;
import java.util.Optional;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/**
 * Checks that a grant has a lifetime of at most two minutes, is not expired and not issued in the future. An old {@code iat}
 * alone is not refused: a grant that waited for an HSM is valid until its {@code exp}. Clocks may differ by ten seconds.
 */
record TimeRule(Clock clock) implements GrantCheck.Rule {

    private static final long MAX_LIFETIME = 120; // seconds
    static final long SKEW = 10; // seconds

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        Optional<Long> issued = grant.seconds("iat");
        Optional<Long> expires = grant.seconds("exp");
        if (issued.isEmpty() || expires.isEmpty()) {
            return Optional.of(KnownRefusal.INVALID_ASSERTION.with("iat and exp are required, in whole seconds"));
        }
        long now = clock.instant().getEpochSecond();
        if (issued.get() > now + SKEW) {
            return Optional.of(KnownRefusal.ISSUED_IN_THE_FUTURE.with());
        }
        if (expires.get() < now - SKEW) {
            return Optional.of(KnownRefusal.EXPIRED.with());
        }
        return issued.get() < expires.get() - MAX_LIFETIME // exp - iat would overflow for an extreme iat
                ? Optional.of(KnownRefusal.LIVES_TOO_LONG.with())
                : Optional.empty();
    }
}
