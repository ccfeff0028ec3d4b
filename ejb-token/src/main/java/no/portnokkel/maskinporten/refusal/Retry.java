package no.portnokkel.maskinporten.refusal;

/** Whether the same request may be repeated after a refusal. Each attempt uses a new grant. */
public enum Retry {
    /** A person must act first. */
    NEVER,
    /** As {@link #NEVER}, unless the signature proves to be invalid: then once, immediately, with a new grant. */
    NEW_SIGNATURE,
    /** Once, immediately, with a new grant: the refused one was used before or too old. */
    NEW_GRANT,
    /** A person must act first, or has acted, and the registration has not reached Maskinporten yet. */
    REGISTRATION
}
