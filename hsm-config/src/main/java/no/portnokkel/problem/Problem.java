package no.portnokkel.problem;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, whom it concerns and what to do: the object behind every problem detail (RFC 9457), log line
 * and doctor's finding. Holds no secret.
 *
 * @param code what kind of problem; scripts rely on it
 * @param detail one or two sentences: what is wrong, and where it is configured
 * @param remedy one sentence in the imperative for the owner
 * @param owner who mends it; null where nobody has to
 * @param mp Maskinporten's own code, such as {@code MP-121}; null when it is not a refusal of Maskinporten or had none
 * @param traceId Maskinporten's {@code trace_id} or correlation id, for Digdir's support desk; null when unknown
 */
public record Problem(
        ProblemCode code,
        Text detail,
        Text remedy,
        @Nullable Owner owner,
        @Nullable String mp,
        @Nullable String traceId)
        implements Serializable {

    /** Returns a problem whose owner is the usual one of its code. */
    public static Problem of(ProblemCode code, Text detail, Text remedy) {
        return new Problem(code, detail, remedy, code.owner().orElse(null), null, null);
    }

    /**
     * Returns a problem whose owner is the usual one of its code and whose words are the messages
     * {@code <messageKey>.detail} and {@code <messageKey>.remedy}.
     *
     * @param arguments of both messages, by name
     */
    public static Problem of(ProblemCode code, String messageKey, Map<String, ?> arguments) {
        return of(
                code, Text.message(messageKey + ".detail", arguments), Text.message(messageKey + ".remedy", arguments));
    }

    /** Returns the same for messages without arguments. */
    public static Problem of(ProblemCode code, String messageKey) {
        return of(code, messageKey, Map.of());
    }

    /** The URN of the problem type (RFC 9457, section 3.1.1). */
    public String type() {
        return "urn:portnokkel:problem:" + code.word();
    }

    /** Returns who mends it; empty where nobody has to. */
    public Optional<Owner> responsible() {
        return Optional.ofNullable(owner);
    }

    /** One English line for logs and exception messages: code, detail and remedy. */
    public String sentence() {
        return code.word() + ": " + detail.en() + " " + remedy.en();
    }
}
