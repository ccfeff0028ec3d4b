package no.portnokkel.hsm.keys;

import java.util.Map;

/** What cannot be asked for: the words of the command are wrong. */
public sealed interface RequestRejection extends Rejection {

    /** Not a label that every tool can show. */
    record LabelWrong(String label) implements RequestRejection {
        @Override
        public String messageKey() {
            return "request-rejection.label-wrong";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("label", label);
        }
    }

    /** Not quoted: what lands here by mistake may be a person's number. */
    record NumberWrong(int length) implements RequestRejection {
        @Override
        public String messageKey() {
            return "request-rejection.number-wrong";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("length", length);
        }
    }

    /** Nine digits, the last of which is not the MOD 11 check digit. */
    record CheckDigitWrong(String number) implements RequestRejection {
        @Override
        public String messageKey() {
            return "request-rejection.check-digit-wrong";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("number", number);
        }
    }

    /** Longer than a certificate may have (RFC 5280, appendix A.1: 64 characters), or blank. */
    record NameWrong(String option) implements RequestRejection {
        @Override
        public String messageKey() {
            return "request-rejection.name-wrong";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("option", option);
        }
    }

    /** The shell's letters did not survive: Java read them in the C locale. */
    record NameGarbled(String option) implements RequestRejection {
        @Override
        public String messageKey() {
            return "request-rejection.name-garbled";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("option", option);
        }
    }
}
