package no.portnokkel.hsm.pkcs11.profile;

/** How signing is restored after the connection to the HSM was lost. */
public enum Recovery {
    /**
     * Load a fresh copy of the module file. Recovers from every outage that was tested; each copy costs some memory.
     */
    COPY,
    /** Use the module that is already loaded: for modules that must not be copied a second time. */
    REOPEN,
    /** Not in this process: it must be restarted. */
    RESTART
}
