package no.portnokkel.hsm.pkcs11;

import static java.lang.System.Logger.Level.WARNING;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;

/**
 * Loads the modules of one HSM: a fresh copy for each login, since a loaded module can neither be unloaded nor leave the
 * state in which an outage left it. A copy in which no key has signed is reused by the next attempts: for two minutes if
 * it is the first of an outage, else for an hour, in case the copy itself is at fault. A loaded module is reused for good
 * where recovery says so, once the limit is reached, when copies turn out to share their state, and as long as no further
 * copy can be loaded.
 */
final class ModuleLoader {
    private static final System.Logger LOG = System.getLogger(ModuleLoader.class.getName());
    private static final long FIRST_REUSE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long LATER_REUSE_NANOS = Duration.ofHours(1).toNanos();

    private final HsmSettings settings;
    private final VendorProfile.Disposal disposal;
    private final CkrFaults faults;
    private final LongSupplier nanoClock;
    private final Set<PublicKey> proven = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sharesState = new AtomicBoolean();
    private Optional<LoadedModule> latest = Optional.empty();
    private boolean abandoned;
    private boolean copiesFail;
    private int loadsSinceSignature;
    private int count;

    ModuleLoader(HsmSettings settings, VendorProfile.Disposal disposal, LongSupplier nanoClock) {
        this.settings = settings;
        this.disposal = disposal;
        this.nanoClock = nanoClock;
        this.faults = new CkrFaults(
                settings.token().displayName(),
                settings.keyName("library"),
                settings.library().toString());
    }

    /**
     * Returns a module in which no key has signed or, if there can be no other, the latest one again.
     *
     * @throws HsmException {@link DeviceFault.Failed} when only a restart can bring the login back
     */
    synchronized LoadedModule next(ConnectionCheck.Listener progress) {
        boolean signed = latest.filter(LoadedModule::hasSigned).isPresent();
        if (settings.recovery() == VendorProfile.Recovery.RESTART && signed) {
            throw new HsmException(
                    new DeviceFault.Failed(settings.token().displayName(), Reason.RESTART_CONFIGURED.id()));
        }
        if (latest.isPresent() && (mustReuseLatest() || isReusable(latest.get()))) {
            return latest.get();
        }
        LoadedModule loaded;
        try {
            loaded = load(progress);
        } catch (HsmException unloadable) {
            return latestInsteadOf(unloadable);
        }
        unlink();
        copiesFail = false;
        loadsSinceSignature = signed ? 1 : loadsSinceSignature + 1;
        latest = Optional.of(loaded);
        abandoned = false;
        count++;
        return loaded;
    }

    /** A device that works again may sign in a module that is loaded, even if its next copy cannot be. */
    private LoadedModule latestInsteadOf(HsmException unloadable) {
        LoadedModule loaded = latest.orElseThrow(() -> unloadable);
        if (!copiesFail) {
            LOG.log(WARNING, "The module is opened again, since there is no further copy. " + unloadable.getMessage());
        }
        copiesFail = true;
        return loaded;
    }

    /** Tells that the latest module hangs. */
    synchronized void abandon() {
        abandoned = true;
    }

    /** Returns whether the key has verified a probe in this process. If it no longer does, the device is at fault. */
    boolean isProven(PublicKey key) {
        return proven.contains(key);
    }

    /** Tells that a key has signed in a module. The file of the module is deleted unless it has to be opened again. */
    synchronized void markProven(LoadedModule module, PublicKey key) {
        proven.add(key);
        if (!module.hasSigned()) {
            module.markSigned();
            if (!mustReuseLatest()) {
                module.file().unlink();
            }
        }
    }

    /**
     * Logs out of a module, and disposes of it unless it may be used again. If that ends the login of the next one, they
     * share their state, although both could be initialised: it happens once.
     */
    void logOut(LoadedModule module, SunPkcs11Provider provider, long slot) {
        Optional<LoadedModule> next = successor(module);
        if (next.isEmpty()) {
            module.logOut(provider);
            return;
        }
        boolean loggedIn = next.get().isLoggedIn(slot);
        logOutAndDispose(module, provider);
        if (loggedIn && !next.get().isLoggedIn(slot)) {
            sharesState.set(true);
        }
    }

    /** Logs out of a module and disposes of it. */
    void logOutAndDispose(LoadedModule module, SunPkcs11Provider provider) {
        module.logOut(provider);
        if (disposal == VendorProfile.Disposal.FINALIZE
                && module.file().isCopy()) { // other code may use the vendor's file
            module.finalizeWhenIdle();
        }
    }

    /** Deletes the file of the latest module. */
    synchronized void unlink() {
        latest.ifPresent(loaded -> loaded.file().unlink());
    }

    /** Returns whether no further module can be loaded: the limit is reached, or the latest copy failed. */
    synchronized boolean isFull() {
        return count >= settings.maxGenerations() || copiesFail;
    }

    /**
     * Loads another copy to see whether it shares the state of the latest one. For a check that ends with the process: it
     * costs a copy.
     *
     * @throws HsmException {@link SetupFault} when a second copy cannot be loaded
     */
    synchronized boolean copiesShareState(Optional<String> parameters) {
        if (settings.recovery() == VendorProfile.Recovery.COPY) {
            LoadedModule second = load(ConnectionCheck.Listener.NONE);
            second.file().unlink();
            second.initialize(parameters);
            second.reset();
        }
        return sharesState.get();
    }

    private synchronized Optional<LoadedModule> successor(LoadedModule module) {
        return latest.filter(loaded -> !loaded.equals(module));
    }

    private boolean mustReuseLatest() {
        boolean limited = count >= settings.maxGenerations();
        return settings.recovery() != VendorProfile.Recovery.COPY || limited || sharesState.get();
    }

    private boolean isReusable(LoadedModule module) {
        long age = nanoClock.getAsLong() - module.loadedAtNanos();
        return !module.hasSigned()
                && !abandoned
                && age < (loadsSinceSignature == 1 ? FIRST_REUSE_NANOS : LATER_REUSE_NANOS);
    }

    private LoadedModule load(ConnectionCheck.Listener progress) {
        String key = settings.keyName("library");
        PrivateFolder folder = ModuleFile.folder(settings.dataDir(), "modules");
        ModuleFile file = settings.recovery() == VendorProfile.Recovery.COPY
                ? ModuleFile.copyOf(settings.library(), folder, key)
                : ModuleFile.original(settings.library(), folder, key);
        progress.passed(ConnectionCheck.MODULE, Text.verbatim(settings.library() + " (" + key + ")"));
        try {
            Cryptoki cryptoki = Cryptoki.load(file.path(), faults);
            return new LoadedModule(file, cryptoki, faults, nanoClock.getAsLong(), sharesState);
        } catch (LinkageError unloadable) {
            file.unlink();
            throw new HsmException(
                    new SetupFault.ModuleUnloadable(
                            key, settings.library().toString(), linkerWords(unloadable, file.path())),
                    unloadable);
        }
    }

    /** Returns what the linker said; JNA puts a line of its own before it. The name of a copy changes each time. */
    private String linkerWords(LinkageError unloadable, Path file) {
        List<String> lines = String.valueOf(unloadable.getMessage())
                .replace(file.toString(), settings.library().toString())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return lines.size() > 1 ? lines.get(1).strip() : String.join("", lines);
    }
}
