package no.portnokkel.maskinporten.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** Parses {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date. */
final class RetryAfter {
    /** About thirty years; a number with more digits is limited to this. */
    private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

    private RetryAfter() {}

    /**
     * Returns a positive time to wait; empty if the header has none.
     *
     * @param header the value of the header
     * @param now by the server's clock; if it is missing, a date cannot be evaluated
     */
    static Optional<Duration> parse(@Nullable String header, Optional<Instant> now) {
        String text = header == null ? "" : header.strip();
        Optional<Duration> wait =
                text.matches("[0-9]+") ? Optional.of(seconds(text)) : now.flatMap(from -> until(text, from));
        return wait.filter(duration -> duration.compareTo(Duration.ZERO) > 0);
    }

    private static Duration seconds(String digits) {
        return digits.length() <= 9 ? Duration.ofSeconds(Long.parseLong(digits)) : LONGEST;
    }

    private static Optional<Duration> until(String date, Instant now) {
        return Optional.ofNullable(DateUtils.parseStandardDate(date)).map(until -> Duration.between(now, until));
    }
}
