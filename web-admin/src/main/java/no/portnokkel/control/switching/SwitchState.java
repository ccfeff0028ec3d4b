package no.portnokkel.control.switching;

import java.util.Locale;

/** Where a switch is in its life. */
public enum SwitchState {
    /** Waits for an approval. */
    PROPOSED,
    /** Was approved and carried out. It stays so when a later switch follows. */
    ACTIVE,
    /** Was taken back before anybody approved. */
    WITHDRAWN,
    /** Nobody approved in time. */
    EXPIRED;

    /** The state as users and scripts see it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
