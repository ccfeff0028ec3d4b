package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

/** Which tokens are worth a refresh, and which entries are worth their memory. */
class UsageTrackerTest {
    private static final Duration LIFETIME = Duration.ofMinutes(2);
    private static final Duration TICK = Duration.ofNanos(1);

    private final ManualClock time = new ManualClock();
    private final UsageTracker shared = new UsageTracker(false, time.getAsLong());
    private final UsageTracker personal = new UsageTracker(true, time.getAsLong());

    private TimedToken issuedNow() {
        AccessToken token = new AccessToken("token", Instant.EPOCH, new TreeSet<>());
        return new TimedToken(token, time.getAsLong(), LIFETIME.toNanos(), 0, 0, 0, 0);
    }

    @Test
    void a_token_is_in_use_for_less_than_one_lifetime_after_the_last_hit() {
        TimedToken token = issuedNow();
        time.advance(LIFETIME.multipliedBy(2));
        assertThat(shared.isInUse(token, time.getAsLong())).isFalse();

        shared.recordHit(time.getAsLong());
        time.advance(LIFETIME.minus(TICK));
        assertThat(shared.isInUse(token, time.getAsLong())).isTrue();

        time.advance(TICK);
        assertThat(shared.isInUse(token, time.getAsLong())).isFalse();
    }

    @Test
    void a_token_is_in_use_for_less_than_one_lifetime_after_the_last_miss() {
        TimedToken token = issuedNow();
        time.advance(LIFETIME.multipliedBy(2));

        shared.recordMiss(time.getAsLong());
        time.advance(LIFETIME.minus(TICK));
        assertThat(shared.isInUse(token, time.getAsLong())).isTrue();

        time.advance(TICK);
        assertThat(shared.isInUse(token, time.getAsLong())).isFalse();
    }

    @Test
    void a_token_about_one_person_is_in_use_only_if_it_was_requested_again_after_it_was_fetched() {
        personal.recordHit(time.getAsLong());
        TimedToken token = issuedNow();
        assertThat(personal.isInUse(token, time.getAsLong())).isFalse();

        personal.recordMiss(time.getAsLong());
        assertThat(personal.isInUse(token, time.getAsLong())).isFalse();

        time.advance(TICK);
        personal.recordHit(time.getAsLong());
        assertThat(personal.isInUse(token, time.getAsLong())).isTrue();

        time.advance(LIFETIME);
        assertThat(personal.isInUse(token, time.getAsLong())).isFalse();
    }

    @Test
    void failures_are_forgotten_two_minutes_after_the_last_request() {
        time.advance(Duration.ofMinutes(2));
        assertThat(shared.isIdle(time.getAsLong())).isFalse();
        time.advance(TICK);
        assertThat(shared.isIdle(time.getAsLong())).isTrue();

        shared.recordMiss(time.getAsLong());
        assertThat(shared.isIdle(time.getAsLong())).as("after a miss").isFalse();
        time.advance(Duration.ofMinutes(2).plus(TICK));
        assertThat(shared.isIdle(time.getAsLong())).isTrue();

        shared.recordHit(time.getAsLong());
        assertThat(shared.isIdle(time.getAsLong())).as("after a hit").isFalse();
    }
}
