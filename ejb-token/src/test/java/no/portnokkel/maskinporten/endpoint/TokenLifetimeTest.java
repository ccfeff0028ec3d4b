package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TokenLifetimeTest {
    private static final Instant REQUESTED = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final long NOW = REQUESTED.getEpochSecond();

    private static Duration lifetime(int expiresIn, String claims) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return new TokenResponse.Granted(
                        "e30." + encoded + ".sig", Optional.of(Duration.ofSeconds(expiresIn)), new TreeSet<>())
                .lifetime(REQUESTED);
    }

    @Test
    void exp_in_the_token_counts_only_if_it_is_earlier() {
        assertThat(lifetime(3_600, "{\"exp\":" + (NOW + 120) + "}")).isEqualTo(TWO_MINUTES);
        assertThat(lifetime(119, "{\"exp\":" + (NOW + 3_600) + "}")).isEqualTo(Duration.ofSeconds(119));
    }

    @Test
    void a_clock_that_is_behind_does_not_extend_the_lifetime() {
        assertThat(lifetime(3_600, "{\"iat\":" + (NOW + 9) + ",\"exp\":" + (NOW + 129) + "}"))
                .isEqualTo(TWO_MINUTES);
    }

    @Test
    void a_token_that_has_expired_already_has_a_negative_lifetime() {
        assertThat(lifetime(120, "{\"exp\":" + (NOW - 1) + "}")).isNegative();
        assertThat(lifetime(120, "{\"exp\":-9223372036854775808}")).isNegative();
    }

    @Test
    void a_malformed_exp_is_ignored() {
        assertThat(lifetime(120, "{\"exp\":9223372036854775807}")).isEqualTo(TWO_MINUTES);
        assertThat(lifetime(120, "{\"exp\":\"soon\"}")).isEqualTo(TWO_MINUTES);
        assertThat(lifetime(120, "opaque")).isEqualTo(TWO_MINUTES);
    }
}
