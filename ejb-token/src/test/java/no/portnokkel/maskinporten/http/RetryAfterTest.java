package no.portnokkel.maskinporten.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import no.portnokkel.maskinporten.http.ApacheHttpTransport.RetryAfter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Optional<Instant> NOON = Optional.of(Instant.parse("2026-11-24T12:00:00Z"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120|PT2M",
                " 7 |PT7S",
                "999999999999999999999|PT999999999S",
                "Tue, 24 Nov 2026 12:00:30 GMT|PT30S",
                "Tuesday, 24-Nov-26 12:01:00 GMT|PT1M"
            })
    void seconds_and_both_date_formats_are_parsed(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOON)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "soon", "", "Tue, 24 Nov 2026 11:59:59 GMT"})
    void an_invalid_or_non_positive_value_is_ignored(String header) {
        assertThat(RetryAfter.parse(header, NOON)).isEmpty();
    }

    @Test
    void a_date_is_ignored_without_the_servers_clock() {
        assertThat(RetryAfter.parse("Tue, 24 Nov 2026 12:00:30 GMT", Optional.empty()))
                .isEmpty();
        assertThat(RetryAfter.parse(null, NOON)).isEmpty();
    }
}
