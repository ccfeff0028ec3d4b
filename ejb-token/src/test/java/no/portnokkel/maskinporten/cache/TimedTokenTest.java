package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
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
        return issued(lifetime, refreshAt, random, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    private TimedToken issued(
            Duration lifetime,
            double refreshAt,
            double random,
            Duration signTime,
            Duration exchangeTime,
            Duration clockError) {
        return new RefreshPolicy(refreshAt, OptionalDouble.empty(), always(random))
                .apply(answer(lifetime, signTime, exchangeTime, clockError));
    }

    private IssuedToken answer(Duration lifetime, Duration signTime, Duration exchangeTime, Duration clockError) {
        AccessToken token = new AccessToken("token", Instant.EPOCH, new TreeSet<>());
        return new IssuedToken(
                token, "jti", Instant.EPOCH, time.getAsLong(), lifetime, signTime, exchangeTime, clockError);
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
        "120, 0, 0, 119800", // the margin is a fifth of a second,
        "120, 300, 0, 119500", // one round trip
        "120, 300, 4000, 115500", // and the measured error of the clock,
        "3600, 29000, 9000, 3570000", // at most half a minute
        "6, 9000, 0, 3000" // and half of the lifetime
    })
    void a_token_is_used_until_its_margin_begins(
            long seconds, long exchangeMillis, long clockErrorMillis, long usableMillis) {
        TimedToken token = issued(
                Duration.ofSeconds(seconds),
                0.75,
                0,
                Duration.ZERO,
                Duration.ofMillis(exchangeMillis),
                Duration.ofMillis(clockErrorMillis));

        assertUsableFor(token, usableMillis);
    }

    @ParameterizedTest
    @CsvSource({"120, 0.08, 110400", "5, 0.5, 2500", "3600, 0.08, 3570000", "120, 0.01, 118800"})
    void a_configured_margin_is_a_share_of_the_lifetime_of_at_most_half_a_minute(
            long seconds, double margin, long usableMillis) {
        Duration second = Duration.ofSeconds(1);
        IssuedToken answer = answer(Duration.ofSeconds(seconds), second, second, second);

        assertUsableFor(new RefreshPolicy(0.75, OptionalDouble.of(margin), always(0)).apply(answer), usableMillis);
    }

    private void assertUsableFor(TimedToken token, long millis) {
        time.advance(Duration.ofMillis(millis).minusNanos(1));
        assertThat(token.isUsable(time.getAsLong())).isTrue();

        time.advance(Duration.ofNanos(1));
        assertThat(token.isUsable(time.getAsLong())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "120, 0.75, 0, 90000", // as configured
        "120, 0.75, 1, 84000", // or up to a fifteenth earlier
        "2, 0.9, 0, 1530", // but never later than at 85 % of the usable time
        "120, 0.99, 0, 101830",
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
        time.advance(Duration.ofMillis(19_800).minusNanos(1));
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
        TimedToken token =
                issued(TWO_MINUTES, 0.75, 0, Duration.ofNanos(40_000_999), Duration.ofMillis(250), Duration.ZERO);

        assertThat(token.signTime()).isEqualTo(Duration.ofMillis(40));
        assertThat(token.exchangeTime()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void a_request_of_an_hour_is_shown_as_the_longest_time_that_fits() {
        TimedToken token = issued(TWO_MINUTES, 0.75, 0, Duration.ofHours(1), Duration.ZERO, Duration.ZERO);

        assertThat(token.signTime()).isBetween(Duration.ofMinutes(35), Duration.ofHours(1));
    }
}
