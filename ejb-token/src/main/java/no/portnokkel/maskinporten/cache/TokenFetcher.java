package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.refusal.Retry;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** Fetches a token for one request. Thread-safe. */
interface TokenFetcher {

    /** Starts a fetch and returns without waiting. The stage never fails: a failure is a {@link FetchResult.Failed}. */
    CompletionStage<FetchResult> fetch(FetchReason reason);

    /** Forgets earlier failures. */
    void clearFailures();

    /** Why a token is fetched, which decides whether another token satisfies the caller. */
    sealed interface FetchReason {

        /** Returns whether a token that was stored in the meantime makes the fetch unnecessary. */
        boolean isSatisfiedBy(TimedToken current, long nowNanos);

        /** Returns whether the fetch is attempted even while an earlier failure is remembered. */
        default boolean ignoresFailures() {
            return false;
        }

        /** A caller found no usable token. */
        record CacheMiss() implements FetchReason {
            @Override
            public boolean isSatisfiedBy(TimedToken current, long nowNanos) {
                return current.isUsable(nowNanos);
            }
        }

        /** The cached token is in use and its refresh is due. No caller waits. */
        record RefreshAhead(TimedToken old) implements FetchReason {
            @Override
            public boolean isSatisfiedBy(TimedToken current, long nowNanos) {
                return !current.equals(old) && current.isUsable(nowNanos);
            }
        }

        /** A person requested a new token. */
        record Trial() implements FetchReason {
            @Override
            public boolean isSatisfiedBy(TimedToken current, long nowNanos) {
                return false;
            }

            @Override
            public boolean ignoresFailures() {
                return true;
            }
        }

        /** An API refused this token although it is valid. */
        record Replacement(AccessToken refused) implements FetchReason {
            @Override
            public boolean isSatisfiedBy(TimedToken current, long nowNanos) {
                return current.isUsable(nowNanos) && !current.token().equals(refused);
            }
        }
    }

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

            /** Returns whether the refusal may end by itself, because a registration is on its way to Maskinporten. */
            boolean mayEndByRegistration() {
                return cause instanceof TokenRefusedException refused
                        && refused.refusal()
                                .filter(refusal -> refusal.explanation().retry() == Retry.REGISTRATION)
                                .isPresent();
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
}
