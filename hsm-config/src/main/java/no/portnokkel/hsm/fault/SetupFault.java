package no.portnokkel.hsm.fault;

import java.util.List;
import java.util.Map;
import no.portnokkel.problem.ProblemCode;

/** Faults of the configuration: the module's file, the choice of a token in it, and the folder where we write. */
public sealed interface SetupFault extends HsmFault {

    /**
     * The module's file is not there, or not for us to read.
     *
     * @param key the configuration key that names the file
     */
    record ModuleMissing(String key, String library) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_MODULE_MISSING;
        }

        @Override
        public String messageKey() {
            return "hsm-module-missing.module-missing";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("library", library, "key", key);
        }
    }

    /**
     * The file is there and is not a module that this machine can load.
     *
     * @param why what the loader or the module said
     */
    record ModuleUnloadable(String key, String library, String why) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_MODULE_MISSING;
        }

        @Override
        public String messageKey() {
            return "hsm-module-missing.module-unloadable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("library", library, "key", key, "why", why);
        }
    }

    /**
     * The module is loaded, and does not do what is asked of it.
     *
     * @param key the configuration key that names the file
     * @param ckr for the vendor's support desk
     */
    record ModuleRefuses(String key, String library, String ckr) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.CONFIGURATION_INVALID;
        }

        @Override
        public String messageKey() {
            return "configuration-invalid.module-refuses";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("library", library, "key", key, "ckr", ckr);
        }
    }

    /**
     * Other tokens are there, ours is not.
     *
     * @param present labels of those that are
     */
    record TokenNotFound(String key, String token, List<String> present) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_TOKEN_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            return "hsm-token-not-found.absent";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "key", key, "present", String.join(", ", present));
        }
    }

    /** Several tokens carry the label. */
    record TokenAmbiguous(String key, String token, List<Long> slots) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_TOKEN_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            return "hsm-token-not-found.token-ambiguous";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "key", key, "slots", slots);
        }
    }

    /** We cannot write where the module copies and the memory of refused PINs go. */
    record DataDirUnusable(String folder, String why) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.CONFIGURATION_INVALID;
        }

        @Override
        public String messageKey() {
            return "configuration-invalid.data-dir-unusable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("folder", folder, "why", why);
        }
    }
}
