package no.portnokkel.hsm;

import java.util.Locale;

/** How one device is doing. */
public enum HsmState {
    /** Logged in; keys can be asked for. */
    READY,
    /** Being connected, at first or after an outage. Nobody has to do anything. */
    RECOVERING,
    /** No PIN file is named, and nobody has unlocked the device since start. */
    LOCKED,
    /** A person must mend something first. */
    NEEDS_PERSON,
    /** Only a restart of this process can help. */
    FAILED;

    /** The state as users and scripts see it, for example {@code needs-person}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
