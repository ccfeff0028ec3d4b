package no.portnokkel.maskinporten.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer, read to its end.
 *
 * @param status HTTP status
 * @param contentType media type without parameters, lower case; empty when there was none
 * @param body as UTF-8; may be a secret
 * @param date when it was made, by whoever answered; empty when it did not say
 * @param retryAfter longer than nothing; empty when it did not say
 */
public record HttpResponse(
        int status, Optional<String> contentType, String body, Optional<Instant> date, Optional<Duration> retryAfter) {

    /** Never shows the body. */
    @Override
    public String toString() {
        return "HttpAnswer[status=" + status + ", contentType=" + contentType.orElse("none") + "]";
    }
}
