package no.portnokkel.hsm.pkcs11;

import no.portnokkel.hsm.files.ModuleCopy;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;

/** A copy of the module in this process, and how far it has been used. It stays loaded for as long as the process lives. */
final class LoadedModule {
    private final ModuleCopy copy;
    private final Cryptoki cryptoki;
    private final CkrFaults faults;
    private final long sinceNanos;
    private volatile boolean used;
    private volatile boolean loggedIn;

    LoadedModule(ModuleCopy copy, Cryptoki cryptoki, CkrFaults faults, long sinceNanos) {
        this.copy = copy;
        this.cryptoki = cryptoki;
        this.faults = faults;
        this.sinceNanos = sinceNanos;
    }

    ModuleCopy copy() {
        return copy;
    }

    Cryptoki cryptoki() {
        return cryptoki;
    }

    CkrFaults faults() {
        return faults;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** SunPKCS11 is about to have it. */
    void use() {
        used = true;
    }

    boolean isUsed() {
        return used;
    }

    /** A login was accepted in it. */
    void loggedIn() {
        loggedIn = true;
    }

    boolean isLoggedIn() {
        return loggedIn;
    }
}
