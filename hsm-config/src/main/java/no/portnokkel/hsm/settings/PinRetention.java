package no.portnokkel.hsm.settings;

/** What happens to a typed PIN after it was accepted. A PIN from a file is never kept in memory: it is read again. */
public enum PinRetention {
    /** Stays in memory, so that signing resumes by itself after an outage. */
    MEMORY,
    /** Is wiped; a person unlocks the HSM again after each outage. */
    NONE
}
