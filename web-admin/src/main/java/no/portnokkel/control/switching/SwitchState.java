package no.portnokkel.control.switching;

import java.util.Locale;

/** State of a switch. */
public enum SwitchState {
    /** Open: waits for approval. */
    PROPOSED,
    /** Approved and executed. A later switch does not change this state. */
    ACTIVE,
    /** Withdrawn before an approval. */
    WITHDRAWN,
    /** Not approved in time. */
    EXPIRED;

    /** Returns the code that scripts see. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
