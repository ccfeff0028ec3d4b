package no.portnokkel.hsm.keys;

import java.util.List;
import java.util.Map;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;

/**
 * What the house does not do, whoever asks: a key under a name that is taken, a weak one, one that can leave the HSM, a
 * file or an issued certificate overwritten.
 */
public sealed interface PolicyRejection extends Rejection {

    /** A key or certificate of that label, or of the {@code CKA_ID} that it would get, is there. */
    record LabelInUse(String label, String token) implements PolicyRejection {
        @Override
        public String messageKey() {
            return "policy-rejection.label-in-use";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "label", label);
        }
    }

    /** Too short for a signature that is to hold, or longer than issuers certify. */
    record SizeRefused(int bits) implements PolicyRejection {
        @Override
        public String messageKey() {
            return "policy-rejection.size-refused";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("bits", bits);
        }
    }

    /** Maskinporten takes RS256, RS384 and RS512 only. */
    record TypeRefused(String type) implements PolicyRejection {
        @Override
        public String messageKey() {
            return "policy-rejection.type-refused";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("type", type);
        }
    }

    /** The token made a key that is not bound to it; the key has been deleted again. */
    record MadeUnsafe(String label, String token, List<KeyAttribute> defects) implements PolicyRejection {
        public MadeUnsafe {
            defects = List.copyOf(defects);
        }

        @Override
        public String messageKey() {
            return "policy-rejection.made-unsafe";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "token", token, "defects", KeyAttribute.titles(defects));
        }
    }

    /** A key that may have copies elsewhere gets no certificate. */
    record CanLeave(String label, String token) implements PolicyRejection {
        @Override
        public String messageKey() {
            return "policy-rejection.can-leave";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "token", token);
        }
    }

    /** The key has a certificate of an authority already, perhaps in use. */
    record CertificateInPlace(String label, String subject) implements PolicyRejection {
        @Override
        public String messageKey() {
            return "policy-rejection.certificate-in-place";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "subject", subject);
        }
    }

    /** A file is never overwritten. */
    record FileExists(String file) implements PolicyRejection {
        @Override
        public String messageKey() {
            return "policy-rejection.file-exists";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file);
        }
    }
}
