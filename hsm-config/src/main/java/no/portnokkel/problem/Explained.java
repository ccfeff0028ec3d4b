package no.portnokkel.problem;

import java.util.Map;

/**
 * A failure or rejection that carries values only. Its words are the messages {@code <messageKey>.detail} and {@code
 * <messageKey>.remedy} of the catalogue.
 */
public interface Explained {
    /** Returns the key of the two messages, without its last part. */
    String messageKey();

    /** Returns the arguments of both messages by name. Holds no secret. */
    default Map<String, Object> arguments() {
        return Map.of();
    }

    /** Returns what is wrong and where it is configured, in one or two sentences. */
    default Text detail() {
        return Text.message(messageKey() + ".detail", arguments());
    }

    /** Returns what to do, as one sentence in the imperative. */
    default Text remedy() {
        return Text.message(messageKey() + ".remedy", arguments());
    }
}
