package no.portnokkel.hsm.keys;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/** Why a certificate is not stored for a key. */
sealed interface CertificateRejection extends Rejection {
    @Override
    default Kind kind() {
        return Kind.CERTIFICATE;
    }

    /** Maskinporten accepts RSA signatures only. */
    record NotRsa(String subject, String algorithm) implements CertificateRejection {
        @Override
        public String messageKey() {
            return "certificate-rejection.not-rsa";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject, "algorithm", algorithm);
        }
    }

    /** It was issued for another key. */
    record OtherKey(String label, String token, String subject) implements CertificateRejection {
        @Override
        public String messageKey() {
            return "certificate-rejection.other-key";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject, "label", label, "token", token);
        }
    }

    /** It, or a certificate above it, has expired. */
    record Expired(String subject, Instant until) implements CertificateRejection {
        @Override
        public String messageKey() {
            return "certificate-rejection.expired";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject, "until", until);
        }
    }

    /** It, or a certificate above it, is not yet valid. */
    record NotYetValid(String subject, Instant from) implements CertificateRejection {
        @Override
        public String messageKey() {
            return "certificate-rejection.not-yet-valid";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject, "from", from);
        }
    }

    /** It is the encryption certificate of the order. */
    record EncryptionOnly(String subject) implements CertificateRejection {
        @Override
        public String messageKey() {
            return "certificate-rejection.encryption-only";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject);
        }
    }

    /**
     * It belongs to another organisation, or to none.
     *
     * @param found null when the subject has no organisation number
     */
    record OtherOrganisation(String wanted, @Nullable String found) implements CertificateRejection {
        @Override
        public String messageKey() {
            return found == null ? "certificate-rejection.no-organisation" : "certificate-rejection.other-organisation";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("wanted", wanted, "found", Objects.toString(found));
        }
    }

    /** The token has a certificate of this public key under another label; SunPKCS11 would rename that one. */
    record BesideOther(String label, String other) implements CertificateRejection {
        @Override
        public String messageKey() {
            return "certificate-rejection.beside-other";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("other", other, "label", label);
        }
    }

    /** SunPKCS11 finds the authorities above a certificate by name, and might show the other one. */
    record IssuerNamesake(String subject, String token) implements CertificateRejection {
        @Override
        public String messageKey() {
            return "certificate-rejection.issuer-namesake";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("token", token, "subject", subject);
        }
    }

    /** It does not follow the rules of Norwegian authorities, or is of another authority than the known ones. */
    record OutsideProfile(String subject, Text defect) implements CertificateRejection {
        @Override
        public String messageKey() {
            return "certificate-rejection.outside-profile";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject, "defect", defect);
        }
    }

    /** Maskinporten, or the application before it, would refuse it for a client that uses the key. */
    record NotForClient(Problem problem) implements CertificateRejection {
        @Override
        public String messageKey() {
            return problem.code().word();
        }

        @Override
        public Text detail() {
            return problem.detail();
        }

        @Override
        public Text remedy() {
            return problem.remedy();
        }
    }
}
