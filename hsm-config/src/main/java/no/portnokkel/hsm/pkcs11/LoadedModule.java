package no.portnokkel.hsm.pkcs11;

import java.lang.ref.Reference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the module in this process, with the state of its use. It stays loaded for the life of the process. A
 * login belongs to the copy, not to the provider: of several providers only the last may log out.
 */
final class LoadedModule {
    private final ModuleCopy copy;
    private final Cryptoki cryptoki;
    private final CkrFaults faults;
    private final long loadedAtNanos;
    private final AtomicReference<@Nullable SunPkcs11Provider> currentProvider = new AtomicReference<>();
    private final InFlightCalls inFlightCalls = new InFlightCalls();
    private volatile boolean signed;
    private volatile boolean finalizeWhenIdle;

    LoadedModule(ModuleCopy copy, Cryptoki cryptoki, CkrFaults faults, long loadedAtNanos) {
        this.copy = copy;
        this.cryptoki = cryptoki;
        this.faults = faults;
        this.loadedAtNanos = loadedAtNanos;
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

    long loadedAtNanos() {
        return loadedAtNanos;
    }

    /** Returns whether SunPKCS11 uses it. */
    boolean isUsed() {
        return currentProvider.get() != null;
    }

    /**
     * Sets the provider that is about to log in. Logs the previous one out: otherwise the module would not check the
     * new PIN.
     */
    void setProvider(SunPkcs11Provider provider) {
        Optional.ofNullable(currentProvider.getAndSet(provider)).ifPresent(SunPkcs11Provider::logout);
    }

    /**
     * Runs work in this module.
     *
     * @throws HsmException {@link DeviceFault.Unavailable} when it has been finalised
     */
    <T> T during(Supplier<T> work) {
        if (!inFlightCalls.enter()) {
            throw new HsmException(new DeviceFault.Unavailable(faults.token(), Reason.LOGIN_ENDED.id()));
        }
        try {
            return work.get();
        } finally {
            exit();
        }
    }

    /** Finalises the module as soon as no thread is inside, which may be never. It is not used again. */
    void finalizeWhenIdle() {
        finalizeWhenIdle = true;
        finalizeIfIdle();
    }

    /** Logs out, unless another provider has logged in since or the module has been finalised. */
    void logOut(SunPkcs11Provider provider) {
        if (!inFlightCalls.enter()) {
            return;
        }
        try {
            if (provider.equals(currentProvider.get())) {
                provider.logout();
            }
        } finally {
            exit();
        }
    }

    /** Tells that a key has signed in it, so that it is not used for another login. */
    void markSigned() {
        signed = true;
    }

    boolean hasSigned() {
        return signed;
    }

    private void exit() {
        inFlightCalls.leave();
        finalizeIfIdle();
    }

    private void finalizeIfIdle() {
        if (!finalizeWhenIdle || !inFlightCalls.closeIfIdle()) {
            return;
        }
        try {
            cryptoki.finalizeModule();
        } finally {
            // SunPKCS11 closes the sessions of an unreachable provider at any time
            Reference.reachabilityFence(currentProvider);
        }
    }

    /**
     * Counts the threads inside a module. Once closed, no thread enters again: what {@code C_Finalize} does to a
     * concurrent call is undefined (PKCS #11 2.40, 5.4). Thread safe.
     */
    private static final class InFlightCalls {
        private static final int CLOSED = Integer.MIN_VALUE;

        private final AtomicInteger inside = new AtomicInteger();

        /** Enters unless closed; on success the thread must {@link #leave}. */
        boolean enter() {
            boolean open = inside.incrementAndGet() > 0;
            if (!open) {
                leave();
            }
            return open;
        }

        void leave() {
            inside.decrementAndGet();
        }

        /** Closes if no thread is inside; returns true for the one call that closed it. */
        boolean closeIfIdle() {
            return inside.compareAndSet(0, CLOSED);
        }
    }
}
