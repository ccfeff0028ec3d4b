package no.portnokkel.maskinporten.cache;

import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.problem.ProblemCode;

/** What came of an attempt: a {@link TimedToken}, or a {@link Failed}. */
public sealed interface FetchResult permits TimedToken, FetchResult.Failed {

    /**
     * No token.
     *
     * @param cause as it was thrown; never thrown itself, since each caller gets an exception with a stack of its own
     */
    record Failed(Throwable cause) implements FetchResult {

        /** Whether Maskinporten was asked and a person must mend something. What we refuse ourselves costs no grant. */
        boolean isCostlyRefusal() {
            return cause instanceof TokenRefusedException refused
                    && (isOf(refused, ProblemCode.MASKINPORTEN_REFUSED)
                            || isOf(refused, ProblemCode.CONSENT_OTHER_ORGANISATION));
        }

        /** Whether the HSM is what is out of reach, and Maskinporten was never asked. */
        boolean isOfHsm() {
            return cause instanceof TokenException known
                    && (isOf(known, ProblemCode.HSM_UNAVAILABLE) || isOf(known, ProblemCode.HSM_BUSY));
        }

        private static boolean isOf(TokenException failure, ProblemCode code) {
            return failure.problem().code() == code;
        }

        /** The failure with a stack of its own. */
        public RuntimeException forThisCaller() {
            return cause instanceof TokenException known
                    ? known.forAnotherCaller()
                    : new IllegalStateException("The flight ended without a token", cause);
        }
    }
}
