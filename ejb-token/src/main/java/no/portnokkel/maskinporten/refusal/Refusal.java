package no.portnokkel.maskinporten.refusal;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * Maskinporten's 4xx answer to a grant. One record per kind of remedy; all of them carry the answer and its explanation.
 *
 * <pre>{@code
 * if (refused.refusal().orElseThrow() instanceof Refusal.ConsentRefused) {
 *     askForANewConsent();
 * }
 * }</pre>
 *
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_feilsoking">Digdir: feilsøking</a>
 */
public sealed interface Refusal extends Serializable {

    /** Returns Maskinporten's answer. */
    ErrorAnswer answer();

    /** Returns the meaning of the answer. */
    Explanation explanation();

    /** The client is unknown, or registered in another environment. */
    record ClientRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The certificate is not accepted, or does not match the key, the client or the environment. */
    record CertificateRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The key that is registered for the client is expired, unknown or missing. */
    record RegisteredKeyRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The grant is malformed or has a claim that is not accepted. */
    record GrantRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The grant was used before, is too old, or was issued in the future. */
    record TimeRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The client does not have the scope. */
    record ScopeRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The API owner has not granted access to the organisation. */
    record AccessRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The consumer has not delegated to the client's organisation. */
    record DelegationRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** Type, members or values of {@code authorization_details} are not accepted. */
    record AuthorizationDetailsRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** Probably the consent: the grant contained one, and the refusal is not a known one. */
    record ConsentRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** Not a known refusal. */
    record UnknownRefusal(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /**
     * Classifies an answer by Maskinporten's error code; without a known code, by its description.
     *
     * @param carriedConsent whether the grant contained a consent
     */
    static Refusal of(ErrorAnswer answer, boolean carriedConsent) {
        return RefusalTable.INSTANCE.refusal(answer, carriedConsent);
    }

    /** Returns whether the client, its key or its certificate was refused, and so every request of the client. */
    default boolean isOfClient() {
        return this instanceof ClientRefused
                || this instanceof CertificateRefused
                || this instanceof RegisteredKeyRefused;
    }

    /**
     * Returns the refusal as a problem: cause, answer, owner and remedy.
     *
     * @param observation an additional finding, such as the clock skew; empty if there is none
     */
    default Problem problem(Optional<Text> observation) {
        Map<String, Object> arguments = Map.of(
                "cause",
                explanation().cause(),
                "observation",
                observation.orElse(Text.verbatim("")),
                "answer",
                answer());
        return new Problem(
                ProblemCode.MASKINPORTEN_REFUSED,
                observation.isPresent()
                        ? Text.message("maskinporten-refused.observed", arguments)
                        : Text.message("maskinporten-refused.detail", arguments),
                explanation().remedy(),
                explanation().owner(),
                answer().mp().orElse(null),
                answer().traceId().orElse(null));
    }
}
