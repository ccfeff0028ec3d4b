package no.portnokkel.control.switching;

import java.util.Locale;

/** What an approval needs beyond the role of an operator or security-officer. */
public enum ApprovalRequirement {
    /** Whoever proposed cannot approve. */
    OTHER_PERSON,
    /** The approver holds a role that the proposer has not: a side of the switch is of class production. */
    OTHER_ROLE;

    /** The need as users and scripts see it, for example {@code other-person}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
