package no.portnokkel.control.changelog;

import java.util.Locale;

/** What a change means for this server. */
public enum ChangeStatus {
    /** Nothing is left to do. */
    DONE,
    /** The deadline has passed, and observations show that the change has not been acted on. */
    OVERDUE,
    /** Concerns an environment that is not configured. */
    NOT_FOR_US,
    /** For information only, or nothing has been observed yet that decides. */
    INFORMATION;

    /** Returns the code that scripts see, for example {@code not-for-us}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
