package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockSkewTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private static ClockSkew ahead(long millis) {
        return new ClockSkew(Duration.ofMillis(millis));
    }

    @Test
    void the_date_is_compared_with_the_middle_of_the_exchange() {
        Instant date = NOON; // truncated: the response was made half a second later on average

        assertThat(ClockSkew.between(NOON.plusMillis(100), NOON.plusMillis(900), date))
                .isEqualTo(ahead(0));
        assertThat(ClockSkew.between(NOON.plusSeconds(6), NOON.plusSeconds(8), date))
                .isEqualTo(ahead(6_500));
        assertThat(ClockSkew.between(NOON.minusSeconds(8), NOON.minusSeconds(6), date))
                .isEqualTo(ahead(-7_500));
    }

    @ParameterizedTest
    @ValueSource(longs = {-4_999, 0, 4_999})
    void a_skew_below_five_seconds_is_no_problem(long millis) {
        assertThat(ahead(millis).problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-9_999, -5_000, 5_000, 9_999})
    void from_five_seconds_on_a_skew_is_reported(long millis) {
        assertThat(ahead(millis).problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CLOCK_SKEW);
            assertThat(problem.detail().en())
                    .contains(ahead(millis).description().en());
        });
    }

    @Test
    void from_ten_seconds_on_the_problem_says_that_grants_are_refused() {
        assertThat(detail(9_999)).doesNotContain("Maskinporten accepts ten");
        assertThat(detail(10_000)).contains("Maskinporten accepts ten");
        assertThat(detail(-10_000)).contains("Maskinporten accepts ten");
    }

    private static String detail(long millis) {
        return ahead(millis).problem().orElseThrow().detail().en();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "500, 0, 0", // the whole seconds of the header
        "-500, 0, 0",
        "501, 0, 1001",
        "-4000, 0, 4500",
        "-1500, 2000, 0", // written at an unknown moment of the exchange
        "-1501, 2000, 3001",
        "10500, 0, 11000",
        "10501, 0, 0", // the grant was accepted, so the header is wrong
        "-86400000, 0, 0"
    })
    void what_counts_for_a_token_is_a_difference_that_can_be_measured_and_that_maskinporten_accepts(
            long ahead, long exchange, long counted) {
        assertThat(ahead(ahead).ofAcceptedGrant(Duration.ofMillis(exchange))).isEqualTo(Duration.ofMillis(counted));
    }

    @Test
    void the_description_says_in_which_direction() {
        assertThat(ahead(7_900).description().en()).contains("7").contains("ahead");
        assertThat(ahead(-7_900).description().en()).contains("7").contains("behind");
    }

    @Test
    void a_difference_of_two_seconds_may_be_an_error_of_the_measurement() {
        assertThat(ahead(1_000).isSameAs(ahead(3_000))).isTrue();
        assertThat(ahead(3_000).isSameAs(ahead(1_000))).isTrue();
        assertThat(ahead(1_000).isSameAs(ahead(3_001))).isFalse();
        assertThat(ahead(3_001).isSameAs(ahead(1_000))).isFalse();
    }

    @Test
    void a_skew_that_has_become_a_problem_is_another_one() {
        assertThat(ahead(4_900).isSameAs(ahead(5_000))).isFalse();
        assertThat(ahead(5_100).isSameAs(ahead(5_000))).isTrue();
    }
}
