package no.portnokkel.hsm.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.ValueCharacters;

/** Faults of the configuration: the module file, the selection of its token, and the folder for our files. */
public sealed interface SetupFault extends HsmFault {

    /**
     * The module file does not exist or cannot be read.
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
            return "hsm-module-missing.no-file";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("library", library, "key", key);
        }
    }

    /**
     * The file exists but is not a module that this machine can load.
     *
     * @param why the error of the loader or the module
     */
    record ModuleUnloadable(String key, String library, String why) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_MODULE_MISSING;
        }

        @Override
        public String messageKey() {
            return "hsm-module-missing.unloadable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("library", library, "key", key, "why", why);
        }
    }

    /**
     * The module is loaded but refuses what it is asked to do.
     *
     * @param key the configuration key that names the file
     * @param ckr for the vendor's support
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

    /** This Java runtime was built without {@code jdk.crypto.cryptoki}, the JDK's PKCS#11 provider. */
    record ProviderMissing() implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.CONFIGURATION_INVALID;
        }

        @Override
        public String messageKey() {
            return "configuration-invalid.provider-missing";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of();
        }
    }

    /**
     * The path of the module, or of its copy below {@code data-dir}, contains what the JDK would replace.
     *
     * @param part for example <code>${</code>
     */
    record PathNotConfigurable(String path, String part) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.CONFIGURATION_INVALID;
        }

        @Override
        public String messageKey() {
            return "configuration-invalid.path-not-configurable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("path", path, "part", part);
        }
    }

    /**
     * The module has other tokens, but not ours.
     *
     * @param present labels of the tokens that are there
     */
    record TokenNotFound(String key, String token, List<String> present) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_TOKEN_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            return ValueCharacters.invisible(token).isPresent()
                    ? "hsm-token-not-found.invisible"
                    : "hsm-token-not-found.absent";
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> arguments = new HashMap<>(Map.of(
                    "token",
                    ValueCharacters.escaped(token),
                    "key",
                    key,
                    "present",
                    ValueCharacters.escaped(String.join(", ", present))));
            ValueCharacters.invisible(token).ifPresent(character -> arguments.put("character", character));
            return arguments;
        }
    }

    /** Several tokens have the label. */
    record TokenAmbiguous(String key, String token, List<Long> slots) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_TOKEN_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            return "hsm-token-not-found.ambiguous";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "key", key, "slots", slots);
        }
    }

    /**
     * The folder for module copies and records of refused PINs cannot be written, or others can write it.
     *
     * @param why follows the path in a sentence
     */
    record DataDirUnusable(String folder, Text why) implements SetupFault {
        /** Returns the exception for a file or folder that is not as {@link PrivateFolder} wants it. */
        public static HsmException at(Path path, IOException cause) {
            return new HsmException(new DataDirUnusable(path.toString(), PrivateFolder.defect(cause)), cause);
        }

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
