package no.portnokkel.hsm.fault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.settings.ValueCharacters;

/** Faults of one key or of its certificate. Keys are configured in {@code portnokkel.environments.ENV.key}. */
public sealed interface KeyFault extends HsmFault {

    /**
     * No key with that label has a certificate.
     *
     * @param present labels of the keys that are there
     */
    record NotFound(String label, String token, List<String> present) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            boolean hasInvisible = ValueCharacters.invisible(label).isPresent();
            return hasInvisible
                    ? "hsm-key-not-found.invisible"
                    : present.isEmpty() ? "hsm-key-not-found.none" : "hsm-key-not-found.other";
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> arguments = new HashMap<>(Map.of(
                    "label",
                    ValueCharacters.escaped(label),
                    "token",
                    token,
                    "present",
                    ValueCharacters.escaped(present.isEmpty() ? "–" : String.join(", ", present))));
            ValueCharacters.invisible(label).ifPresent(character -> arguments.put("character", character));
            return arguments;
        }
    }

    /**
     * The token does not say that the key is non-exportable; an exportable key is not used in class {@code
     * production}.
     *
     * @param said what the token says instead, for example {@code CKA_SENSITIVE = false}; {@code ?} for an attribute
     *     that it does not show
     */
    record Exportable(String label, String token, String said) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.KEY_EXPORTABLE;
        }

        @Override
        public String messageKey() {
            return "key-exportable.production";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "label", label, "said", said);
        }
    }

    /**
     * Several keys have the label.
     *
     * @param candidates names that distinguish them
     */
    record Ambiguous(String label, String token, List<String> candidates) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_AMBIGUOUS;
        }

        @Override
        public String messageKey() {
            return "hsm-key-ambiguous";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "token", token, "candidates", String.join("; ", candidates));
        }
    }

    /**
     * The key exists and the token does not sign with it, whereas the login works.
     *
     * @param why what the token said: the kind of key, a {@code CKR} code, an attribute, or the id of a {@link Reason}
     */
    record NotUsable(String label, String token, String why) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_UNUSABLE;
        }

        @Override
        public String messageKey() {
            return "hsm-key-unusable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "token", token, "why", Reason.describe(why));
        }
    }

    /** The certificate does not verify what the key signs. */
    record CertificateMismatch(String label, String token) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.KEY_CERTIFICATE_MISMATCH;
        }

        @Override
        public String messageKey() {
            return "key-certificate-mismatch";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "token", token);
        }
    }

    /**
     * The token did not store a key or a certificate.
     *
     * @param why a {@code CKR} code, or the id of a {@link Reason}
     */
    record NotWritten(String label, String token, String why) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            return "hsm-key-not-found.not-written";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "label", label, "why", Reason.describe(why));
        }
    }

    /** The token did not store the certificate of a new key, and did not delete the key either. */
    record Orphaned(String label, String token) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_NOT_FOUND;
        }

        @Override
        public String messageKey() {
            return "hsm-key-not-found.orphaned";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "label", label);
        }
    }
}
