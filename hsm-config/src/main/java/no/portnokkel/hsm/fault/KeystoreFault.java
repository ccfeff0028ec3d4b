package no.portnokkel.hsm.fault;

import java.util.List;
import java.util.Map;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Faults of the keystore file of profile {@code software}, which stands in for an HSM on a developer's laptop. */
public sealed interface KeystoreFault extends HsmFault {

    /**
     * The profile was asked for a key that must be in an HSM.
     *
     * @param label of the key
     * @param profileKey the configuration key of the profile
     */
    record NotAllowed(String label, String profileKey) implements KeystoreFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PROFILE_NOT_ALLOWED;
        }

        @Override
        public String messageKey() {
            return "hsm-profile-not-allowed.key";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "key", profileKey);
        }
    }

    /**
     * The file is not there, or holds no keystore.
     *
     * @param key the configuration key that names the file
     * @param why follows the path in a sentence
     */
    record Unreadable(String key, String file, Text why) implements KeystoreFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_TOKEN_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            return "hsm-token-not-found.keystore";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file, "key", key, "why", why);
        }
    }

    /**
     * Others can read or change the file.
     *
     * @param key the configuration key that names the file
     * @param permissions as {@code ls} shows them, for example {@code rw-r--r--}
     */
    record Unsafe(String key, String file, String permissions) implements KeystoreFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_FILE_UNSAFE;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-file-unsafe.keystore";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file, "key", key, "permissions", permissions);
        }
    }

    /**
     * The keystore has another password. It is tried again when one of the two files has changed.
     *
     * @param source the file of the password and its configuration key
     */
    record PasswordRefused(String file, String source) implements KeystoreFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_REFUSED;
        }

        @Override
        public String messageKey() {
            return "hsm-pin-refused.keystore";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file, "source", source);
        }
    }

    /**
     * The keystore has no key with this alias.
     *
     * @param present aliases of the keys that are there
     */
    record KeyNotFound(String label, String file, List<String> present) implements KeystoreFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            return "hsm-key-not-found.keystore";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of(
                    "label", label, "file", file, "present", present.isEmpty() ? "–" : String.join(", ", present));
        }
    }

    /**
     * The key cannot sign what it is asked to sign.
     *
     * @param why the kind of key, or the id of a {@link Reason}
     */
    record KeyUnusable(String label, String file, String why) implements KeystoreFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_UNUSABLE;
        }

        @Override
        public String messageKey() {
            return "hsm-key-unusable.keystore";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "file", file, "why", Reason.describe(why));
        }
    }

    /** The certificate beside the key does not verify what the key signs. */
    record CertificateMismatch(String label, String file) implements KeystoreFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.KEY_CERTIFICATE_MISMATCH;
        }

        @Override
        public String messageKey() {
            return "key-certificate-mismatch.keystore";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "file", file);
        }
    }
}
