package no.portnokkel.hsm.fault;

import java.util.Map;
import no.portnokkel.problem.ProblemCode;

/** Faults of the token or of the device behind it. */
public sealed interface DeviceFault extends HsmFault {

    /**
     * Network, slot or session is gone, or was never there.
     *
     * @param why a {@code CKR} code, or the id of a {@link Reason}
     */
    record Unavailable(String token, String why) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_UNAVAILABLE;
        }

        @Override
        public boolean endsLogin() {
            return true;
        }

        @Override
        public String messageKey() {
            return "hsm-unavailable.no-answer";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "why", Reason.describe(why));
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    /**
     * The queue was full for as long as the sign timeout.
     *
     * @param maxConcurrent limit of concurrent signatures
     */
    record Busy(String token, int maxConcurrent) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_BUSY;
        }

        @Override
        public String messageKey() {
            return "hsm-busy.queue-full";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "maxConcurrent", maxConcurrent);
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    /** The caller's own thread was interrupted while it waited. The device is not the cause. */
    record Interrupted(String token) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_UNAVAILABLE;
        }

        @Override
        public String messageKey() {
            return "hsm-unavailable.interrupted";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token);
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    /**
     * The device or this machine has no resources for another session at the moment. The login stays valid.
     *
     * @param ckr for the vendor's support
     */
    record Exhausted(String token, String ckr) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_BUSY;
        }

        @Override
        public String messageKey() {
            return "hsm-busy.no-session";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "ckr", ckr);
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    /**
     * The device reports that it is broken. Reconnecting continues, since somebody may replace it.
     *
     * @param ckr for the vendor's support
     */
    record Broken(String token, String ckr) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_FAILED;
        }

        @Override
        public boolean endsLogin() {
            return true;
        }

        @Override
        public String messageKey() {
            return "hsm-failed.broken";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "ckr", ckr);
        }
    }

    /** Only a new process can help. */
    record Failed(String token, String why) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_FAILED;
        }

        @Override
        public String messageKey() {
            return "hsm-failed.restart-needed";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "why", Reason.describe(why));
        }
    }
}
