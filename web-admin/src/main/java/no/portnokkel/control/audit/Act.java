package no.portnokkel.control.audit;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What is recorded: what persons do, and what the product does by itself about their decisions. */
public enum Act {
    /** A person signed in: with a form or at the identity provider; at the API once a person, address and hour. */
    SIGN_IN,
    SIGN_OUT,
    /** A name or password was wrong, or a token of the identity provider was refused. At most one a minute for each reason. */
    SIGN_IN_REFUSED,
    /** Too many wrong passwords before. At most one a minute. */
    SIGN_IN_THROTTLED,

    SWITCH_PROPOSED,
    SWITCH_APPROVED,
    SWITCH_WITHDRAWN,
    SWITCH_EXPIRED,
    /** The first grant after a switch was refused, and the environment before it is active again. */
    SWITCH_REVERTED,
    EMERGENCY_CHANGE,
    EMERGENCY_REVIEWED,
    CONFIRMATION_PROPOSED,
    CONFIRMATION_APPROVED,
    CONFIRMATION_SIGNED_ANEW,

    KEY_CHANGE_PROPOSED,
    KEY_CHANGE_APPROVED,
    KEY_CHANGE_WITHDRAWN,
    KEY_CHANGE_EXPIRED,
    /** The canary grants of an approved key were refused: nothing has changed. */
    KEY_CHANGE_FAILED,
    /** New grants use another key. */
    KEY_ACTIVATED,
    /** Grants of the new key were refused, and the key before it is in use again. */
    KEY_CHANGE_REVERTED,
    /** Nothing is signed with a key any more. */
    KEY_STOPPED,
    KEY_RESTORED,
    /** A key may take over when the one in use is stopped. */
    STANDBY_KEY_APPROVED,

    /** A person types a PIN. Recorded before it is presented to the HSM. */
    UNLOCK_TRIED,
    UNLOCKED,
    TRIAL_TOKEN,
    TOKENS_DROPPED,

    /** Tokens that Maskinporten issued or refused to this deployment in one minute: counts, not persons. */
    GRANTS,

    /** The digest of the settings and users in effect, at each start of a node. */
    CONFIGURATION_IN_EFFECT,
    AUDIT_EXPORTED,
    AUDIT_VERIFIED,
    /** Records whose time is over were written to files, and removed from the database. */
    AUDIT_ARCHIVED,
    /** Records that follow were made while the database was unavailable. */
    AUDIT_GAP,
    /** The database holds less than a checkpoint that this node knows: an older copy was restored, or rows were deleted. */
    AUDIT_RESTORED;

    private static final Set<Act> OF_ROUTINE = EnumSet.of(
            SIGN_IN,
            SIGN_OUT,
            SIGN_IN_REFUSED,
            SIGN_IN_THROTTLED,
            GRANTS,
            CONFIGURATION_IN_EFFECT,
            AUDIT_EXPORTED,
            AUDIT_VERIFIED);

    /** Returns whether a checkpoint follows soon; else within the hour. */
    boolean isCheckpointed() {
        return !OF_ROUTINE.contains(this);
    }

    /** Returns the word in a record, for example {@code sign-in}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
