package no.portnokkel.hsm;

/** What becomes of a PIN that a person has typed, once it was accepted. A PIN from a file is never kept: it is read again. */
public enum PinRetention {
    /** Kept in memory, so that signing resumes by itself after an outage. */
    MEMORY,
    /** Wiped; a person unlocks again after each outage. */
    NONE
}
