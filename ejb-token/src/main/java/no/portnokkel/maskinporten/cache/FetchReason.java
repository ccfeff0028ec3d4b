package no.portnokkel.maskinporten.cache;

import no.portnokkel.maskinporten.AccessToken;

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
