package no.portnokkel.maskinporten.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A complete HTTP response.
 *
 * @param status HTTP status
 * @param contentType media type without parameters, in lower case; empty if there was none
 * @param body decoded as UTF-8; may be secret
 * @param date the {@code Date} header; empty if there was none
 * @param retryAfter the time to wait ({@code Retry-After}), positive; empty if there was none
 */
public record HttpResponse(
        int status, Optional<String> contentType, String body, Optional<Instant> date, Optional<Duration> retryAfter) {

    /** Returns status and content type; never contains the body. */
    @Override
    public String toString() {
        return "HttpResponse[status=" + status + ", contentType=" + contentType.orElse("none") + "]";
    }
}
