package no.portnokkel.hsm.keys;

import java.util.Map;

/** Invalid arguments of a command. */
sealed interface RequestRejection extends Rejection {
    @Override
    default Kind kind() {
        return Kind.ARGUMENTS;
    }

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

    /** The number is not quoted: a misplaced value may be a person's number. */
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

    /** Nine digits, but the last one is not the MOD 11 check digit. */
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

    /** Blank, or longer than a certificate allows (RFC 5280, appendix A.1: 64 characters). */
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

    /** Java read letters from the shell in the C locale and lost them. */
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

    /** A name with a tab, a line break or characters that nobody sees. */
    record NameInvisible(String option) implements RequestRejection {
        @Override
        public String messageKey() {
            return "request-rejection.name-invisible";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("option", option);
        }
    }
}
