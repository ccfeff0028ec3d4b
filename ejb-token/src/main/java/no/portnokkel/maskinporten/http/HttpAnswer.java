package no.portnokkel.maskinporten.http;

import java.util.Optional;

/**
 * An answer, read to its end.
 *
 * @param status HTTP status
 * @param contentType media type without parameters, lower case; empty when there was none
 * @param body as UTF-8; may be a secret
 */
public record HttpAnswer(int status, Optional<String> contentType, String body) {

    /** Never shows the body. */
    @Override
    public String toString() {
        return "HttpAnswer[status=" + status + ", contentType=" + contentType.orElse("none") + "]";
    }
}
