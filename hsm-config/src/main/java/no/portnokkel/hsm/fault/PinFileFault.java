package no.portnokkel.hsm.fault;

import java.util.Map;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Faults of the PIN file: no login was attempted. */
public sealed interface PinFileFault extends PinFault {

    /**
     * Others can read the PIN file.
     *
     * @param key the configuration key that names the file
     * @param permissions as {@code ls} shows them, for example {@code rw-r--r--}
     */
    record FileUnsafe(String key, String file, String permissions) implements PinFileFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_FILE_UNSAFE;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-file-unsafe";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file, "key", key, "permissions", permissions);
        }
    }

    /** The configured file holds no PIN. */
    record FileWithoutPin(String key, String file, Text defect) implements PinFileFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_MISSING;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-missing.file";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file, "key", key, "defect", defect);
        }
    }
}
