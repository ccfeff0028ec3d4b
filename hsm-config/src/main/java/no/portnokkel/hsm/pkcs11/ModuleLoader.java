package no.portnokkel.hsm.pkcs11;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.Recovery;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.files.ModuleCopy;
import no.portnokkel.hsm.files.PrivateFolder;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import no.portnokkel.hsm.pkcs11.profile.ModuleDisposal;
import no.portnokkel.problem.Text;

/**
 * The modules that this process has loaded for one device: a fresh copy for each login, since what is loaded can
 * neither be unloaded nor brought out of the state in which an outage left it. One in which no key has signed is kept for
 * the next attempts: the first of an outage for two minutes, then one an hour, in case it is the copy that is at fault.
 */
final class ModuleLoader {
    private static final long FIRST_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long LATER_NANOS = Duration.ofHours(1).toNanos();

    private final HsmSettings settings;
    private final ModuleDisposal ending;
    private final CkrFaults faults;
    private final LongSupplier nanoClock;
    private Optional<LoadedModule> latest = Optional.empty();
    private boolean abandoned;
    private int unserved;
    private int count;

    ModuleLoader(HsmSettings settings, ModuleDisposal ending, LongSupplier nanoClock) {
        this.settings = settings;
        this.ending = ending;
        this.nanoClock = nanoClock;
        this.faults = new CkrFaults(
                settings.token().spoken(),
                settings.keyName("library"),
                settings.library().toString());
    }

    /**
     * Returns a module in which no key has signed, or, where there may be no more of them, the latest again.
     *
     * @throws HsmException {@link DeviceFault.Failed} where a lost login can only be had again by a restart
     */
    synchronized LoadedModule next(ConnectListener progress) {
        boolean served = latest.filter(LoadedModule::hasServed).isPresent();
        if (settings.recovery() == Recovery.RESTART && served) {
            throw new HsmException(new DeviceFault.Failed(settings.token().spoken(), "hsm.recovery = restart"));
        }
        if (latest.isPresent() && (isLast() || isKept(latest.get()))) {
            return latest.get();
        }
        LoadedModule loaded = load(progress);
        unlink();
        unserved = served ? 1 : unserved + 1;
        latest = Optional.of(loaded);
        abandoned = false;
        count++;
        return loaded;
    }

    /** The latest hangs. */
    synchronized void abandon() {
        abandoned = true;
    }

    /** The latest module showed no token of ours: the next attempt is to see what has come since, in the same copy. */
    void reset(LoadedModule module) {
        if (!module.isUsed()) {
            module.cryptoki().finish();
        }
    }

    /** A key has signed in it. Its file is no longer needed, unless it is to be opened again. */
    synchronized void served(LoadedModule module) {
        if (!module.hasServed()) {
            module.served();
            if (!isLast()) {
                module.copy().unlink();
            }
        }
    }

    /** Logs out of a module, and ends it unless it may be used again. */
    void leave(LoadedModule module, SunPkcs11Provider provider) {
        if (isPast(module)) {
            end(module, provider);
        } else {
            module.leave(provider);
        }
    }

    /** Logs out of a module, and ends it. */
    void end(LoadedModule module, SunPkcs11Provider provider) {
        module.leave(provider);
        if (ending == ModuleDisposal.FINALIZE) {
            module.retire();
        }
    }

    /** Removes the file of the latest module. */
    synchronized void unlink() {
        latest.ifPresent(loaded -> loaded.copy().unlink());
    }

    /** Whether there may be no more of them. */
    synchronized boolean isFull() {
        return count >= settings.maxGenerations();
    }

    private synchronized boolean isPast(LoadedModule module) {
        return latest.filter(module::equals).isEmpty();
    }

    private boolean isLast() {
        return settings.recovery() != Recovery.COPY || isFull();
    }

    private boolean isKept(LoadedModule module) {
        long age = nanoClock.getAsLong() - module.sinceNanos();
        return !module.hasServed() && !abandoned && age < (unserved == 1 ? FIRST_NANOS : LATER_NANOS);
    }

    private LoadedModule load(ConnectListener progress) {
        String key = settings.keyName("library");
        PrivateFolder folder = PrivateFolder.at(settings.dataDir().resolve("modules"));
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
