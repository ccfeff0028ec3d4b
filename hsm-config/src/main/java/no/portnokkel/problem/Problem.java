package no.portnokkel.problem;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, who is responsible and what to do. Every problem detail (RFC 9457), log line and doctor
 * finding is made from one. Holds no secret.
 *
 * @param code the kind of problem; scripts rely on it
 * @param detail one or two sentences: what is wrong, and where it is configured
 * @param remedy one sentence in the imperative for the owner
 * @param owner the person who fixes it; null when nobody needs to act
 * @param mp Maskinporten's own code, such as {@code MP-121}; null when Maskinporten did not refuse or sent no code
 * @param traceId Maskinporten's {@code trace_id} or correlation id, for Digdir's support; null when unknown
 * @param configurationKey the full configuration key whose value is wrong or missing, for example
 *     {@code portnokkel.hsm.library}; null when the problem is not about one key
 */
public record Problem(
        ProblemCode code,
        Text detail,
        Text remedy,
        @Nullable Owner owner,
        @Nullable String mp,
        @Nullable String traceId,
        @Nullable String configurationKey)
        implements Serializable {

    /** Creates a problem that is not about one configuration key. */
    public Problem(
            ProblemCode code,
            Text detail,
            Text remedy,
            @Nullable Owner owner,
            @Nullable String mp,
            @Nullable String traceId) {
        this(code, detail, remedy, owner, mp, traceId, null);
    }

    /** Returns a problem whose owner is the usual one for its code. */
    public static Problem of(ProblemCode code, Text detail, Text remedy) {
        return new Problem(code, detail, remedy, code.owner().orElse(null), null, null);
    }

    /**
     * Returns a problem whose owner is the usual one for its code and whose words are the messages {@code
     * <messageKey>.detail} and {@code <messageKey>.remedy}.
     *
     * @param arguments of both messages, by name
     */
    public static Problem of(ProblemCode code, String messageKey, Map<String, ?> arguments) {
        return of(
                code, Text.message(messageKey + ".detail", arguments), Text.message(messageKey + ".remedy", arguments));
    }

    /** Returns a problem whose messages have no arguments. */
    public static Problem of(ProblemCode code, String messageKey) {
        return of(code, messageKey, Map.of());
    }

    /**
     * Returns this problem with the configuration key that it is about.
     *
     * @param key the full key, as people write it
     */
    public Problem withConfigurationKey(String key) {
        return new Problem(code, detail, remedy, owner, mp, traceId, key);
    }

    /** Returns the URN of the problem type (RFC 9457, section 3.1.1). */
    public String type() {
        return "urn:portnokkel:problem:" + code.word();
    }

    /** Returns the person who fixes it; empty when nobody needs to act. */
    public Optional<Owner> responsible() {
        return Optional.ofNullable(owner);
    }

    /** Returns one English line for logs and exception messages: code, detail and remedy. */
    public String sentence() {
        return UntrustedText.oneLine(code.word() + ": " + detail.en() + " " + remedy.en());
    }
}
