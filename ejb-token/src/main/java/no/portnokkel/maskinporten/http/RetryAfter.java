package no.portnokkel.maskinporten.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** How long a server wants to be left alone (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {
    /** Thirty years. More digits mean no more. */
    private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

    private RetryAfter() {}

    /**
     * Returns a time that is longer than nothing; empty when the header says none.
     *
     * @param header its value
     * @param now by the clock that wrote the header; without it a date says nothing
     */
    static Optional<Duration> parse(@Nullable String header, Optional<Instant> now) {
        String text = header == null ? "" : header.strip();
        Optional<Duration> asked =
                text.matches("[0-9]+") ? Optional.of(seconds(text)) : now.flatMap(from -> until(text, from));
        return asked.filter(wait -> wait.compareTo(Duration.ZERO) > 0);
    }

    private static Duration seconds(String digits) {
        return digits.length() <= 9 ? Duration.ofSeconds(Long.parseLong(digits)) : LONGEST;
    }

    private static Optional<Duration> until(String date, Instant now) {
        return Optional.ofNullable(DateUtils.parseStandardDate(date)).map(until -> Duration.between(now, until));
    }
}
