package no.portnokkel.hsm.keys;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyOperation;

/**
 * What policy never allows: a label that is in use, a weak key, an exportable key, and overwriting a file or an
 * issued certificate.
 */
public sealed interface PolicyRejection extends Rejection {
    @Override
    default Kind kind() {
        return Kind.POLICY;
    }

    /** A key or certificate has that label, or the {@code CKA_ID} that the new key would get. */
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

    /** Too short to be secure, or longer than issuers certify. */
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

    /** Maskinporten accepts RS256, RS384 and RS512 only. */
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

    /** The token generated a key without full protection; the key has been deleted. */
    record Unprotected(String label, String token, List<KeyAttribute> defects) implements PolicyRejection {
        public Unprotected {
            defects = List.copyOf(defects);
        }

        @Override
        public String messageKey() {
            return "policy-rejection.unprotected";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "token", token, "defects", KeyAttribute.titles(defects));
        }
    }

    /**
     * The token made another key than it was asked for; the key has been deleted.
     *
     * @param found length of its modulus in bits; empty when the token does not show it
     */
    record OtherSize(String label, String token, int wanted, Optional<Integer> found) implements PolicyRejection {
        @Override
        public String messageKey() {
            return "policy-rejection.other-size";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of(
                    "label",
                    label,
                    "token",
                    token,
                    "wanted",
                    wanted,
                    "found",
                    found.map(String::valueOf).orElse("?"));
        }
    }

    /** The token lets the key do more than sign, or not sign; the key has been deleted. */
    record OtherOperations(String label, String token, List<KeyOperation> operations) implements PolicyRejection {
        public OtherOperations {
            operations = List.copyOf(operations);
        }

        @Override
        public String messageKey() {
            return "policy-rejection.other-operations";
        }

        @Override
        public Map<String, Object> arguments() {
            String words = operations.stream().map(one -> "CKA_" + one.name()).collect(Collectors.joining(", "));
            return Map.of("label", label, "token", token, "operations", words);
        }
    }

    /** An exportable key may have copies elsewhere and gets no certificate. */
    record Exportable(String label, String token) implements PolicyRejection {
        @Override
        public String messageKey() {
            return "policy-rejection.exportable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label, "token", token);
        }
    }

    /** The key already has a certificate from an issuer, perhaps in use. */
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

    /** The file exists; files are never overwritten. */
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
