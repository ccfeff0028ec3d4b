package no.portnokkel.control.switching;

import java.util.Locale;

/** A requirement on the approver, beyond the role operator or security-officer. */
public enum ApprovalRequirement {
    /** The approver is not the proposer. */
    OTHER_PERSON,
    /** The approver holds a role that the proposer lacks: source or target is of class production. */
    OTHER_ROLE;

    /** Returns the code that scripts see, for example {@code other-person}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
