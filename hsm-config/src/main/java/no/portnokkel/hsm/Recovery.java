package no.portnokkel.hsm;

/** How signing is brought back after the device was lost. */
public enum Recovery {
    /** From a fresh copy of the module file: heals every outage that was tried, at the price of some memory each. */
    COPY,
    /** From the module that is loaded already: for modules that must not be copied after the first time. */
    REOPEN,
    /** Not in this process: it has to be restarted. */
    RESTART
}
