package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.TreeSet;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

/** Which token that was stored in the meantime makes a fetch unnecessary. */
class FetchReasonTest {
    private final long now = new ManualClock().getAsLong();
    private final TimedToken old = token("old", 1);
    private final TimedToken other = token("other", 1);
    private final TimedToken otherButOver = token("other", 0);

    private TimedToken token(String value, long usableNanos) {
        AccessToken token = new AccessToken(value, Instant.EPOCH, new TreeSet<>());
        return new TimedToken(token, now, 1, 1, now + usableNanos, 0, 0);
    }

    @Test
    void a_caller_is_satisfied_with_any_usable_token() {
        FetchReason miss = new FetchReason.CacheMiss();

        assertThat(miss.isSatisfiedBy(other, now)).isTrue();
        assertThat(miss.isSatisfiedBy(otherButOver, now)).isFalse();
        assertThat(miss.ignoresFailures()).isFalse();
    }

    @Test
    void a_refresh_is_satisfied_with_a_usable_token_that_has_replaced_the_old_one() {
        FetchReason refresh = new FetchReason.RefreshAhead(old);

        assertThat(refresh.isSatisfiedBy(other, now)).isTrue();
        assertThat(refresh.isSatisfiedBy(old, now)).isFalse();
        assertThat(refresh.isSatisfiedBy(otherButOver, now)).isFalse();
        assertThat(refresh.ignoresFailures()).isFalse();
    }

    @Test
    void a_replacement_is_satisfied_with_a_usable_token_that_the_api_has_not_refused() {
        FetchReason replacement = new FetchReason.Replacement(old.token());

        assertThat(replacement.isSatisfiedBy(other, now)).isTrue();
        assertThat(replacement.isSatisfiedBy(old, now)).isFalse();
        assertThat(replacement.isSatisfiedBy(otherButOver, now)).isFalse();
        assertThat(replacement.ignoresFailures()).isFalse();
    }

    @Test
    void a_trial_is_always_a_new_request() {
        FetchReason trial = new FetchReason.Trial();

        assertThat(trial.isSatisfiedBy(other, now)).isFalse();
        assertThat(trial.ignoresFailures()).isTrue();
    }
}
