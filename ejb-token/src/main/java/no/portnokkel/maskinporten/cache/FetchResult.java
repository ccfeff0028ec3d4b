package no.portnokkel.maskinporten.cache;

import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** The result of a fetch: a {@link TimedToken} or a {@link Failed}. */
sealed interface FetchResult permits TimedToken, FetchResult.Failed {

    /**
     * No token.
     *
     * @param cause never thrown itself: each caller gets an exception with its own stack trace
     */
    record Failed(Throwable cause) implements FetchResult {

        /** Returns the failure of a token that had expired, or was about to, when it arrived. */
        static Failed expiredOnArrival() {
            return new Failed(new TokenUnavailableException(Problem.of(
                    ProblemCode.MASKINPORTEN_ANSWER_INVALID, "maskinporten-answer-invalid.expired-on-arrival")));
        }

        /** Returns whether Maskinporten refused a grant. A local rejection costs no grant and is not remembered. */
        boolean isRefusalOfGrant() {
            return cause instanceof TokenRefusedException refused
                    && (hasCode(refused, ProblemCode.MASKINPORTEN_REFUSED)
                            || hasCode(refused, ProblemCode.CONSENT_OTHER_ORGANISATION));
        }

        /** Returns whether the HSM is out of reach, so that no request was sent to Maskinporten. */
        boolean isHsmOutage() {
            return cause instanceof TokenException known
                    && (hasCode(known, ProblemCode.HSM_UNAVAILABLE) || hasCode(known, ProblemCode.HSM_BUSY));
        }

        private static boolean hasCode(TokenException failure, ProblemCode code) {
            return failure.problem().code() == code;
        }

        /** Returns a new exception for one caller. */
        RuntimeException toException() {
            return cause instanceof TokenException known
                    ? known.forAnotherCaller()
                    : new IllegalStateException("The fetch ended without a token", cause);
        }
    }
}
