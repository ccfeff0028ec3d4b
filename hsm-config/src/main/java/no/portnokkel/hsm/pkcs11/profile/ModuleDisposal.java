package no.portnokkel.hsm.pkcs11.profile;

/** How a module copy that is not used again is disposed of. It stays loaded in either case. */
public enum ModuleDisposal {
    /**
     * Call {@code C_Finalize} once no thread is inside: releases resources such as connections. Requires that other
     * copies are not affected.
     */
    FINALIZE,
    /** Log out only: its copies share state, or nobody has tested whether they do. */
    LEAVE
}
