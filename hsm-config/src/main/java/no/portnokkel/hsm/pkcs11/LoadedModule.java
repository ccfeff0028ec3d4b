package no.portnokkel.hsm.pkcs11;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import no.portnokkel.hsm.files.ModuleCopy;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the module in this process, and how far it has been used. It stays loaded for as long as the process lives.
 * A login belongs to the copy, not to the provider: of several providers only the last one may log out.
 */
final class LoadedModule {
    private final ModuleCopy copy;
    private final Cryptoki cryptoki;
    private final CkrFaults faults;
    private final long sinceNanos;
    private final AtomicReference<@Nullable SunPkcs11> last = new AtomicReference<>();
    private volatile boolean served;

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

    /** Whether SunPKCS11 has it. */
    boolean isUsed() {
        return last.get() != null;
    }

    /** A provider is about to log in; whoever was logged in before it is no more, since a second PIN would not be looked at. */
    void use(SunPkcs11 provider) {
        Optional.ofNullable(last.getAndSet(provider)).ifPresent(SunPkcs11::logout);
    }

    /** Logs out, unless another provider has come since. */
    void leave(SunPkcs11 provider) {
        if (provider.equals(last.get())) {
            provider.logout();
        }
    }

    /** A key has signed in it, so that it is not for another login. */
    void served() {
        served = true;
    }

    boolean hasServed() {
        return served;
    }
}
