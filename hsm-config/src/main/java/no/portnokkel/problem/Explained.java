package no.portnokkel.problem;

import java.util.Map;

/**
 * Something that went wrong, as values. Its words are the messages {@code <messageKey>.detail} and
 * {@code <messageKey>.remedy} of the catalogue.
 */
public interface Explained {
    /** Returns the key of the two messages, without its last part. */
    String messageKey();

    /** Returns the arguments of both messages by name. Holds no secret. */
    default Map<String, Object> arguments() {
        return Map.of();
    }

    /** What is wrong and where it is configured, in one or two sentences. */
    default Text detail() {
        return Text.message(messageKey() + ".detail", arguments());
    }

    /** One sentence in the imperative for the person who fixes it. */
    default Text remedy() {
        return Text.message(messageKey() + ".remedy", arguments());
    }
}
