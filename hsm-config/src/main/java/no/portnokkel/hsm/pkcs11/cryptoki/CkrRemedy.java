package no.portnokkel.hsm.pkcs11.cryptoki;

/** What is needed after a return code of a module. */
public enum CkrRemedy {
    /** Nothing: it passes, and the login stays valid. */
    WAIT,
    /** A new login. */
    REBUILD,
    /** A person must correct the PIN. */
    PIN,
    /** A person must correct the key. */
    KEY,
    /** A person must correct the configuration. */
    SETUP,
    /** A person must repair the device. */
    DEVICE
}
