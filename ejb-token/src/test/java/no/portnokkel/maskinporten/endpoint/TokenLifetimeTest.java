package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TokenLifetimeTest {
    private static final Instant ASKED = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final long NOW = ASKED.getEpochSecond();

    private static Duration of(int expiresIn, String claims) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return TokenLifetime.of(
                new TokenResponse.Granted("e30." + encoded + ".sig", Duration.ofSeconds(expiresIn), new TreeSet<>()),
                ASKED);
    }

    @Test
    void exp_in_the_token_wins_when_it_is_earlier_and_only_then() {
        assertThat(of(3_600, "{\"exp\":" + (NOW + 120) + "}")).isEqualTo(TWO_MINUTES);
        assertThat(of(119, "{\"exp\":" + (NOW + 3_600) + "}")).isEqualTo(Duration.ofSeconds(119));
    }

    @Test
    void a_clock_that_is_behind_makes_no_token_live_longer() {
        assertThat(of(3_600, "{\"iat\":" + (NOW + 9) + ",\"exp\":" + (NOW + 129) + "}"))
                .isEqualTo(TWO_MINUTES);
    }

    @Test
    void a_token_that_had_expired_already_has_no_life() {
        assertThat(of(120, "{\"exp\":" + (NOW - 1) + "}")).isNegative();
        assertThat(of(120, "{\"exp\":-9223372036854775808}")).isNegative();
    }

    @Test
    void what_cannot_be_read_says_nothing() {
        assertThat(of(120, "{\"exp\":9223372036854775807}")).isEqualTo(TWO_MINUTES);
        assertThat(of(120, "{\"exp\":\"soon\"}")).isEqualTo(TWO_MINUTES);
        assertThat(of(120, "opaque")).isEqualTo(TWO_MINUTES);
    }
}
