package no.portnokkel.hsm.pkcs11.cryptoki;

/** What has to happen after a return code of a module. */
public enum CkrRemedy {
    /** Nothing: it passes, and the same login is good still. */
    WAIT,
    /** A new login. */
    REBUILD,
    /** A person has to mend the PIN. */
    PIN,
    /** A person has to mend the key. */
    KEY,
    /** A person has to mend the configuration. */
    SETUP,
    /** A person has to mend the device. */
    DEVICE
}
