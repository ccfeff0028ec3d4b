package no.portnokkel.hsm.fault;

import java.util.Map;
import no.portnokkel.problem.ProblemCode;

/** Faults of the token, or of the device behind it. */
public sealed interface DeviceFault extends HsmFault {

    /**
     * Network, slot or session is gone, or was never there.
     *
     * @param why the {@code CKR} code or a few words, for the vendor's support desk
     */
    record Unavailable(String token, String why) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_UNAVAILABLE;
        }

        @Override
        public String messageKey() {
            return "hsm-unavailable.unavailable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "why", why);
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    /**
     * No turn came within the sign timeout.
     *
     * @param maxConcurrent signatures at a time
     */
    record Busy(String token, int maxConcurrent) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_BUSY;
        }

        @Override
        public String messageKey() {
            return "hsm-busy.busy";
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

    /** The caller's own thread was interrupted while it waited. The device has nothing to do with it. */
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
     * The device or this machine has no room for another session just now. The login is good still.
     *
     * @param ckr for the vendor's support desk
     */
    record Exhausted(String token, String ckr) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_BUSY;
        }

        @Override
        public String messageKey() {
            return "hsm-busy.exhausted";
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
     * The device says itself that it is broken. It is looked for all the same: somebody may replace it.
     *
     * @param ckr for the vendor's support desk
     */
    record Broken(String token, String ckr) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_FAILED;
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
            return "hsm-failed.failed";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "why", why);
        }
    }
}
