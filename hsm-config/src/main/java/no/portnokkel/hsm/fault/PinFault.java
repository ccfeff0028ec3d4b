package no.portnokkel.hsm.fault;

import java.util.Map;
import no.portnokkel.problem.ProblemCode;

/** Faults of the PIN. None is retried before a person has acted: a token locks after a few wrong tries. */
public sealed interface PinFault extends HsmFault
        permits PinFileFault,
                PinFault.NotUnlocked,
                PinFault.Invisible,
                PinFault.Refused,
                PinFault.InDoubt,
                PinFault.ToBeChanged,
                PinFault.NotInitialized,
                PinFault.CountLow,
                PinFault.Locked,
                PinFault.FinalTry {

    /** No PIN file is configured, and nobody has typed the PIN. */
    record NotUnlocked(String key, String token) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_MISSING;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-missing.not-unlocked";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "key", key);
        }
    }

    /** A typed or pasted PIN has characters that nobody sees; it was not tried. */
    record Invisible(String source) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_MISSING;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-missing.invisible";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("source", source);
        }
    }

    /**
     * The token refused the PIN, now or at an earlier login.
     *
     * @param source where the PIN is from: a configuration key with its file, or the prompt
     * @param answer the {@code CKR} code; {@code no-answer} when the login never had one
     * @param memory the file that records, as a salted slow hash, that this PIN was refused
     */
    record Refused(String token, String source, String answer, String memory) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_REFUSED;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-refused.refused";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "source", source, "answer", answer, "memory", memory);
        }
    }

    /**
     * Nobody knows whether the token accepts the PIN: each login ended before the token answered, since its process ended.
     *
     * @param source where the PIN is from: a configuration key with its file, or the prompt
     * @param presented how often in a row
     * @param memory the file that records, as a salted slow hash, that this PIN was presented
     */
    record InDoubt(String token, String source, int presented, String memory) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_REFUSED;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-refused.in-doubt";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "source", source, "presented", presented, "memory", memory);
        }
    }

    /**
     * The token requires another PIN, although this one may be correct.
     *
     * @param answer the {@code CKR} code
     * @param memory the file that records the PIN
     */
    record ToBeChanged(String token, String answer, String memory) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_REFUSED;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-refused.to-be-changed";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "answer", answer, "memory", memory);
        }
    }

    /** The token has no user PIN yet. */
    record NotInitialized(String token, String answer) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_MISSING;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-missing.not-initialized";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "answer", answer);
        }
    }

    /** The token says that a wrong PIN was tried, and it is unknown whether this one is correct. */
    record CountLow(String token, String source) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_REFUSED;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-refused.count-low";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "source", source);
        }
    }

    /**
     * Too many wrong PINs ({@code CKF_USER_PIN_LOCKED}).
     *
     * @param memory the file that records the PIN of the login that found the lock; empty when the flag showed it
     *     before a login
     */
    record Locked(String token, String memory) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_LOCKED;
        }

        @Override
        public String messageKey() {
            return memory.isEmpty() ? "hsm-pin-locked.by-token" : "hsm-pin-locked.remembered";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "memory", memory);
        }
    }

    /** The next wrong PIN would lock the token ({@code CKF_USER_PIN_FINAL_TRY}). */
    record FinalTry(String token) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_FINAL_TRY;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-final-try";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token);
        }
    }
}
