package no.portnokkel.maskinporten.cache;

import no.portnokkel.maskinporten.AccessToken;

/** Why a token is asked for, and so what may stand in for a new one. */
public sealed interface FetchReason {

    /** Whether a token that came in the meantime will do. */
    boolean isMetBy(TimedToken kept, long nowNanos);

    /** Whether remembered failures are no reason not to try. */
    default boolean insists() {
        return false;
    }

    /** A caller has nothing valid. */
    record Caller() implements FetchReason {
        @Override
        public boolean isMetBy(TimedToken kept, long nowNanos) {
            return kept.isUsable(nowNanos);
        }
    }

    /** The token in use has come into its last quarter. Nobody waits. */
    record Ahead(TimedToken old) implements FetchReason {
        @Override
        public boolean isMetBy(TimedToken kept, long nowNanos) {
            return !kept.equals(old) && kept.isUsable(nowNanos);
        }
    }

    /** A person wants to see a new one. */
    record Trial() implements FetchReason {
        @Override
        public boolean isMetBy(TimedToken kept, long nowNanos) {
            return false;
        }

        @Override
        public boolean insists() {
            return true;
        }
    }

    /** An API refused this token, though it is valid. */
    record InsteadOf(AccessToken refused) implements FetchReason {
        @Override
        public boolean isMetBy(TimedToken kept, long nowNanos) {
            return kept.isUsable(nowNanos) && !kept.token().equals(refused);
        }
    }
}
