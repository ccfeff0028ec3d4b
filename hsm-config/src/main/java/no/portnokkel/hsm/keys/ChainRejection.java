package no.portnokkel.hsm.keys;

import java.util.Map;
import no.portnokkel.problem.Text;

/** Why certificate files are rejected before the key is used. */
sealed interface ChainRejection extends Rejection {
    @Override
    default Kind kind() {
        return Kind.CERTIFICATE;
    }

    /** The file gives no certificates. */
    record Unreadable(String file, Text defect) implements ChainRejection {
        @Override
        public String messageKey() {
            return "chain-rejection.unreadable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file, "defect", defect);
        }
    }

    /** The file holds a private key: the key of the certificate was not generated in the HSM, or has a copy. */
    record PrivateKey(String file, Text defect) implements ChainRejection {
        @Override
        public String messageKey() {
            return "chain-rejection.private-key";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file, "defect", defect);
        }
    }

    /** An authority in the files has the issuer's name, but another key than the one that signed the leaf. */
    record SignedByOther(String subject, String issuer) implements ChainRejection {
        @Override
        public String messageKey() {
            return "chain-rejection.signed-by-other";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject, "issuer", issuer);
        }
    }

    /** The certificate of the leaf's issuer is not in the files. */
    record IssuerMissing(String subject, String issuer) implements ChainRejection {
        @Override
        public String messageKey() {
            return "chain-rejection.issuer-missing";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject, "issuer", issuer);
        }
    }

    /** The only certificate of an organisation is self-signed. */
    record SelfSigned(String subject) implements ChainRejection {
        @Override
        public String messageKey() {
            return "chain-rejection.self-signed";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject);
        }
    }

    /** The files hold authorities only. */
    record LeafMissing(String subject) implements ChainRejection {
        @Override
        public String messageKey() {
            return "chain-rejection.leaf-missing";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("subject", subject);
        }
    }
}
