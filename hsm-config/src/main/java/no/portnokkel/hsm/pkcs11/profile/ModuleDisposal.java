package no.portnokkel.hsm.pkcs11.profile;

/** What becomes of a copy of the module that is not used again. It stays loaded in either case. */
public enum ModuleDisposal {
    /** {@code C_Finalize}, once nobody is in it: gives back what it holds, such as connections. Other copies must not mind. */
    FINALIZE,
    /** Logged out of, and no more: its copies share state, or nobody has tried whether they do. */
    LEAVE
}
