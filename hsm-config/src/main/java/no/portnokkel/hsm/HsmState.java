package no.portnokkel.hsm;

import java.util.Locale;

/** The state of one HSM. */
public enum HsmState {
    /** Logged in; keys can be used. */
    READY,
    /** Connecting, at start or after an outage. No action required. */
    RECOVERING,
    /** No PIN file is configured, and nobody has unlocked the HSM since start. */
    LOCKED,
    /** Action by a person is required. */
    NEEDS_PERSON,
    /** Only a restart of this process can help. */
    FAILED;

    /** Returns the state that users and scripts see, for example {@code needs-person}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
