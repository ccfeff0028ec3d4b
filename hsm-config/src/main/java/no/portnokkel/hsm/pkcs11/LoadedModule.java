package no.portnokkel.hsm.pkcs11;

import java.lang.ref.Reference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * A module in this process, with the state of its use. It stays loaded for the life of the process. A login belongs to
 * the module, not to the provider: of several providers only the last may log out. A module that shares its state with
 * other code is neither logged out nor finalised: that would end what others use.
 */
final class LoadedModule {
    private final ModuleFile file;
    private final Cryptoki cryptoki;
    private final CkrFaults faults;
    private final long loadedAtNanos;
    private final AtomicBoolean sharesState;
    private final AtomicReference<@Nullable SunPkcs11Provider> currentProvider = new AtomicReference<>();
    private final InFlightCalls inFlightCalls = new InFlightCalls();
    private volatile boolean initialized;
    private volatile boolean signed;
    private volatile boolean finalizeWhenIdle;

    /**
     * Creates the state of a module that has just been loaded.
     *
     * @param sharesState whether the state is known to be shared; common to all copies
     */
    LoadedModule(ModuleFile file, Cryptoki cryptoki, CkrFaults faults, long loadedAtNanos, AtomicBoolean sharesState) {
        this.file = file;
        this.sharesState = sharesState;
        this.cryptoki = cryptoki;
        this.faults = faults;
        this.loadedAtNanos = loadedAtNanos;
    }

    ModuleFile file() {
        return file;
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

    /**
     * Initialises the module. If something else has done so before our first time, the module shares its state: with other
     * copies, as wrappers and clients of a daemon do, or with other code that loads the same file.
     */
    void initialize(Optional<String> parameters) {
        boolean byUs = cryptoki.initialize(parameters);
        if (!byUs && !initialized) {
            sharesState.set(true);
        }
        initialized = true;
    }

    /** Undoes {@link #initialize}, unless something uses the module or shares its state. */
    void reset() {
        if (currentProvider.get() == null && !sharesState.get()) {
            cryptoki.finalizeModule();
        }
    }

    /**
     * Sets the provider that is about to log in. Logs the previous one out: otherwise the module would not check the
     * new PIN.
     */
    void setProvider(SunPkcs11Provider provider) {
        SunPkcs11Provider previous = currentProvider.getAndSet(provider);
        if (previous != null && !sharesState.get()) {
            previous.logout();
        }
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

    /** Returns whether there is a login in this module; false too when that cannot be read. */
    boolean isLoggedIn(long slot) {
        if (!inFlightCalls.enter()) {
            return false;
        }
        try {
            return cryptoki.isLoggedIn(slot);
        } finally {
            exit();
        }
    }

    /**
     * Finalises the module as soon as no thread is inside, which may be never, unless its state is shared. It is not used
     * again.
     */
    void finalizeWhenIdle() {
        finalizeWhenIdle = true;
        finalizeIfIdle();
    }

    /** Logs out, unless another provider has logged in since, the module has been finalised, or its state is shared. */
    void logOut(SunPkcs11Provider provider) {
        if (!inFlightCalls.enter()) {
            return;
        }
        try {
            if (provider.equals(currentProvider.get()) && !sharesState.get()) {
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
        if (!finalizeWhenIdle || sharesState.get() || !inFlightCalls.closeIfIdle()) {
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
