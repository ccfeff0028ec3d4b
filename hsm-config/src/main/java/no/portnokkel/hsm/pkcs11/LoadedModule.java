package no.portnokkel.hsm.pkcs11;

import java.lang.ref.Reference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
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
    private final AtomicReference<@Nullable SunPkcs11Provider> last = new AtomicReference<>();
    private final InFlightCalls occupancy = new InFlightCalls();
    private volatile boolean served;
    private volatile boolean retired;

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
    void use(SunPkcs11Provider provider) {
        Optional.ofNullable(last.getAndSet(provider)).ifPresent(SunPkcs11Provider::logout);
    }

    /**
     * Does something in this module.
     *
     * @throws HsmException {@link DeviceFault.Unavailable} when it has been finalised
     */
    <T> T during(Supplier<T> work) {
        if (!occupancy.enter()) {
            throw new HsmException(new DeviceFault.Unavailable(faults.token(), "this login is over"));
        }
        try {
            return work.get();
        } finally {
            exit();
        }
    }

    /** It is not used again: finalised as soon as nobody is in it, which may be never. */
    void retire() {
        retired = true;
        finalizeIfRetired();
    }

    /** Logs out, unless another provider has come since, or it has been finalised. */
    void leave(SunPkcs11Provider provider) {
        if (!occupancy.enter()) {
            return;
        }
        try {
            if (provider.equals(last.get())) {
                provider.logout();
            }
        } finally {
            exit();
        }
    }

    /** A key has signed in it, so that it is not for another login. */
    void served() {
        served = true;
    }

    boolean hasServed() {
        return served;
    }

    private void exit() {
        occupancy.leave();
        finalizeIfRetired();
    }

    private void finalizeIfRetired() {
        if (!retired || !occupancy.closeIfEmpty()) {
            return;
        }
        try {
            cryptoki.finish();
        } finally {
            // of a provider that nobody holds, SunPKCS11 closes the sessions when it likes
            Reference.reachabilityFence(last);
        }
    }
}
