package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.cache.TimedToken.RefreshPolicy;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a token is refreshed, and when it is no longer used. */
class TimedTokenTest {
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    private final ManualClock time = new ManualClock();

    private TimedToken issued(Duration lifetime, double refreshAt, double random) {
        return issued(lifetime, refreshAt, random, Duration.ZERO, Duration.ZERO);
    }

    private TimedToken issued(
            Duration lifetime, double refreshAt, double random, Duration signTime, Duration exchangeTime) {
        AccessToken token = new AccessToken("token", Instant.EPOCH, new TreeSet<>());
        return new RefreshPolicy(refreshAt, 0.08, always(random))
                .apply(new IssuedToken(
                        token, "jti", Instant.EPOCH, time.getAsLong(), lifetime, signTime, exchangeTime));
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "5, 4000", // the margin is at least one second
        "60, 55200",
        "120, 110400",
        "3600, 3570000" // and at most half a minute
    })
    void a_token_is_used_until_its_margin_begins(long seconds, long usableMillis) {
        TimedToken token = issued(Duration.ofSeconds(seconds), 0.75, 0);

        time.advance(Duration.ofMillis(usableMillis).minusNanos(1));
        assertThat(token.isUsable(time.getAsLong())).isTrue();

        time.advance(Duration.ofNanos(1));
        assertThat(token.isUsable(time.getAsLong())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "120, 0.75, 0, 90000", // as configured
        "120, 0.75, 1, 84000", // or up to a fifteenth earlier
        "5, 0.75, 0, 3400", // but never later than at 85 % of the usable time
        "120, 0.99, 0, 93840",
        "120, 0.5, 0, 60000"
    })
    void a_token_is_refreshed_at_its_share_of_the_lifetime(
            long seconds, double refreshAt, double random, long dueMillis) {
        TimedToken token = issued(Duration.ofSeconds(seconds), refreshAt, random);

        time.advance(Duration.ofMillis(dueMillis).minusMillis(1));
        assertThat(token.isRefreshDue(time.getAsLong())).isFalse();

        time.advance(Duration.ofMillis(1));
        assertThat(token.isRefreshDue(time.getAsLong())).isTrue();
    }

    @Test
    void a_token_ages_while_the_machine_is_suspended() {
        TimedToken token = issued(TWO_MINUTES, 0.75, 0);
        TimedToken aged = token.agedBy(Duration.ofSeconds(100).toNanos());

        assertThat(aged.remaining(time.getAsLong())).isEqualTo(Duration.ofSeconds(20));
        assertThat(aged.isRefreshDue(time.getAsLong())).isTrue();
        time.advance(Duration.ofMillis(10_400).minusNanos(1));
        assertThat(aged.isUsable(time.getAsLong())).isTrue();
        time.advance(Duration.ofNanos(1));
        assertThat(aged.isUsable(time.getAsLong())).isFalse();
        assertThat(token.isUsable(time.getAsLong())).isTrue();
    }

    @Test
    void the_time_until_expiry_counts_down_and_becomes_negative() {
        TimedToken token = issued(TWO_MINUTES, 0.75, 0);
        assertThat(token.remaining(time.getAsLong())).isEqualTo(TWO_MINUTES);

        time.advance(Duration.ofSeconds(121));
        assertThat(token.remaining(time.getAsLong())).isEqualTo(Duration.ofSeconds(-1));
    }

    @Test
    void the_times_of_its_request_are_kept_in_microseconds() {
        TimedToken token = issued(TWO_MINUTES, 0.75, 0, Duration.ofNanos(40_000_999), Duration.ofMillis(250));

        assertThat(token.signTime()).isEqualTo(Duration.ofMillis(40));
        assertThat(token.exchangeTime()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void a_request_of_an_hour_is_shown_as_the_longest_time_that_fits() {
        TimedToken token = issued(TWO_MINUTES, 0.75, 0, Duration.ofHours(1), Duration.ZERO);

        assertThat(token.signTime()).isBetween(Duration.ofMinutes(35), Duration.ofHours(1));
    }
}
