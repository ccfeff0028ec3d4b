package no.portnokkel.hsm.keys;

import java.util.Map;

/** Why a certificate file is rejected before the key is used. */
sealed interface ChainRejection extends Rejection {
    @Override
    default Kind kind() {
        return Kind.CERTIFICATE;
    }

    /** No certificate can be read. */
    record Unreadable(String file) implements ChainRejection {
        @Override
        public String messageKey() {
            return "chain-rejection.unreadable";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("file", file);
        }
    }

    /** A certificate was not signed by the next one. Positions start at 1. */
    record OutOfOrder(int position, String subject, String next) implements ChainRejection {
        @Override
        public String messageKey() {
            return "chain-rejection.out-of-order";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("position", position, "subject", subject, "next", next);
        }
    }

    /** The file holds only the leaf. */
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

    /** The first certificate is self-signed. */
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

    /** The chain holds authorities only. */
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
