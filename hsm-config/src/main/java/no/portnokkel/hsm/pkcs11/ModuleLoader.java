package no.portnokkel.hsm.pkcs11;

import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * Loads the module copies of one HSM: a fresh copy for each login, since a loaded module can neither be unloaded nor
 * leave the state in which an outage left it. A copy in which no key has signed is reused by the next attempts: for
 * two minutes if it is the first of an outage, else for an hour, in case the copy itself is at fault.
 */
final class ModuleLoader {
    private static final long FIRST_REUSE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long LATER_REUSE_NANOS = Duration.ofHours(1).toNanos();

    private final HsmSettings settings;
    private final VendorProfile.Disposal disposal;
    private final CkrFaults faults;
    private final LongSupplier nanoClock;
    private final Set<PublicKey> proven = ConcurrentHashMap.newKeySet();
    private Optional<LoadedModule> latest = Optional.empty();
    private boolean abandoned;
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
     * Returns a module in which no key has signed or, once the limit is reached, the latest one again.
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
        LoadedModule loaded = load(progress);
        unlink();
        loadsSinceSignature = signed ? 1 : loadsSinceSignature + 1;
        latest = Optional.of(loaded);
        abandoned = false;
        count++;
        return loaded;
    }

    /** Tells that the latest module hangs. */
    synchronized void abandon() {
        abandoned = true;
    }

    /** Resets a module that did not show our token, so that the next attempt sees tokens that were added since. */
    void reset(LoadedModule module) {
        if (!module.isUsed()) {
            module.cryptoki().finalizeModule();
        }
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
                module.copy().unlink();
            }
        }
    }

    /** Logs out of a module, and disposes of it unless it may be used again. */
    void logOut(LoadedModule module, SunPkcs11Provider provider) {
        if (isSuperseded(module)) {
            logOutAndDispose(module, provider);
        } else {
            module.logOut(provider);
        }
    }

    /** Logs out of a module and disposes of it. */
    void logOutAndDispose(LoadedModule module, SunPkcs11Provider provider) {
        module.logOut(provider);
        if (disposal == VendorProfile.Disposal.FINALIZE) {
            module.finalizeWhenIdle();
        }
    }

    /** Deletes the file of the latest module. */
    synchronized void unlink() {
        latest.ifPresent(loaded -> loaded.copy().unlink());
    }

    /** Returns whether the limit of loaded modules is reached. */
    synchronized boolean isFull() {
        return count >= settings.maxGenerations();
    }

    private synchronized boolean isSuperseded(LoadedModule module) {
        return latest.filter(module::equals).isEmpty();
    }

    private boolean mustReuseLatest() {
        return settings.recovery() != VendorProfile.Recovery.COPY || isFull();
    }

    private boolean isReusable(LoadedModule module) {
        long age = nanoClock.getAsLong() - module.loadedAtNanos();
        return !module.hasSigned()
                && !abandoned
                && age < (loadsSinceSignature == 1 ? FIRST_REUSE_NANOS : LATER_REUSE_NANOS);
    }

    private LoadedModule load(ConnectionCheck.Listener progress) {
        String key = settings.keyName("library");
        PrivateFolder folder = ModuleCopy.folder(settings.dataDir(), "modules");
        ModuleCopy copy = ModuleCopy.of(settings.library(), folder, key);
        String file = settings.library() + " (" + key + ")";
        progress.passed(ConnectionCheck.MODULE, Text.verbatim(file));
        try {
            return new LoadedModule(copy, Cryptoki.load(copy.path(), faults), faults, nanoClock.getAsLong());
        } catch (LinkageError unloadable) {
            copy.unlink();
            String why =
                    String.valueOf(unloadable.getMessage()).lines().findFirst().orElse("");
            throw new HsmException(
                    new SetupFault.ModuleUnloadable(key, settings.library().toString(), why), unloadable);
        }
    }
}
