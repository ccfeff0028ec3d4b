package no.portnokkel.hsm.keys;

import java.util.Map;

/** What is wrong with a file of certificates, before anything is asked of the key. */
public sealed interface ChainRejection extends Rejection {

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

    /** A certificate was not signed by the next one. Positions count from 1. */
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

    /** There is only the leaf. */
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

    /** No authority stands behind the first certificate. */
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

    /** The chain is one of authorities only. */
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
