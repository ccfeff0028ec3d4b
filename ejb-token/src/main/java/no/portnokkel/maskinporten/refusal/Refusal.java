package no.portnokkel.maskinporten.refusal;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * Maskinporten refused a grant; one record for each kind of thing that is then to be mended. What was said, and what it
 * means, is the same in all.
 *
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_feilsoking">Digdir: feilsøking</a>
 */
public sealed interface Refusal extends Serializable {

    /** What Maskinporten said. */
    ErrorAnswer answer();

    /** What it means. */
    Explanation explanation();

    /** The client is unknown, or asked in the wrong environment. */
    record ClientRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The certificate, or its fit with key, client or environment. */
    record CertificateRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The key that is registered on the client, or is not. */
    record RegisteredKeyRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The grant as it was put together. */
    record GrantRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The grant was used before, too old or from the future. */
    record TimeRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The client does not have the scope. */
    record ScopeRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The API's owner has not given the organisation access. */
    record AccessRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** The consumer has not delegated to us. */
    record DelegationRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** Type, members or values of {@code authorization_details}. */
    record AuthorizationDetailsRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** Most likely the consent: the grant carried one and the refusal is none of the known. */
    record ConsentRefused(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /** None of the known. */
    record UnknownRefusal(ErrorAnswer answer, Explanation explanation) implements Refusal {}

    /**
     * Tells what was refused: by Maskinporten's code, and where there is none or a new one, by its words.
     *
     * @param carriedConsent whether the grant carried a consent
     */
    static Refusal of(ErrorAnswer answer, boolean carriedConsent) {
        return RefusalTable.OF_THIS_RELEASE.refusal(answer, carriedConsent);
    }

    /**
     * The refusal as a problem: why, what was said, who mends it, and how.
     *
     * @param observation what we know besides, such as how far our clock is off; empty when nothing
     */
    default Problem problem(Optional<Text> observation) {
        Map<String, Object> said = Map.of(
                "cause",
                explanation().cause(),
                "observation",
                observation.orElse(Text.verbatim("")),
                "answer",
                answer());
        return new Problem(
                ProblemCode.MASKINPORTEN_REFUSED,
                observation.isPresent()
                        ? Text.message("maskinporten-refused.observed", said)
                        : Text.message("maskinporten-refused.detail", said),
                explanation().remedy(),
                explanation().owner(),
                answer().mp().orElse(null),
                answer().traceId().orElse(null));
    }
}
