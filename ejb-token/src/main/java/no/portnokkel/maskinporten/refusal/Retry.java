package no.portnokkel.maskinporten.refusal;

/** Whether the same request may be made again after a refusal. A grant itself is never sent twice. */
public enum Retry {
    /** A person must mend something first. */
    NEVER,
    /** Likewise, unless the signature turns out to be wrong: then once and at once, with a new grant. */
    NEW_SIGNATURE,
    /** Once and at once, with a new grant: the refused one was used or too old. */
    NEW_GRANT,
    /** For two minutes after something was registered, which is how long it may take to reach Maskinporten. */
    REGISTRATION
}
