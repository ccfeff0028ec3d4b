package no.portnokkel.control.changelog;

import java.util.Locale;

/** What a change means for this server. */
public enum Judgement {
    /** Nothing is left to do. */
    DONE,
    /** Should have been done, and what was seen says that it has not. */
    OVERDUE,
    /** Concerns an environment that is not configured. */
    NOT_FOR_US,
    /** To be known; or nothing has been seen yet that would tell. */
    INFORMATION;

    /** The judgement as users and scripts see it, for example {@code not-for-us}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
