package no.portnokkel.hsm.fault;

import java.util.Arrays;
import java.util.Locale;
import no.portnokkel.problem.Text;

/** Reasons of faults that have no {@code CKR} code. Their words are the messages {@code hsm-reason.<id>}. */
public enum Reason {
    NO_TOKEN_VISIBLE,
    TOKEN_GONE,
    LOGIN_ENDED,
    WRONG_SIGNATURE,
    OTHER_LOGIN_RUNNING,
    NO_ANSWER,
    CONNECTING,
    TOO_MANY_HANGING_CALLS,
    UNEXPECTED_ERROR,
    CLOSED,
    SERVER_STOPPING,
    RESTART_CONFIGURED,
    LIMIT_REACHED,
    NOT_A_PRIVATE_KEY,
    NO_SIGNING_MECHANISM,
    NO_PUBLIC_KEY,
    OTHER_CHAIN,
    OTHER_PASSWORD,
    NO_CERTIFICATE;

    /** Returns the id that a fault carries, for example {@code no-answer}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the words of a reason that is given by its id; any other text, such as a {@code CKR} code, as it is. */
    static Text describe(String why) {
        return Arrays.stream(values())
                .filter(reason -> reason.id().equals(why))
                .map(reason -> Text.message("hsm-reason." + reason.id()))
                .findFirst()
                .orElseGet(() -> Text.verbatim(why));
    }
}
