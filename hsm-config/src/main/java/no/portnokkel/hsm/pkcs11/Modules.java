package no.portnokkel.hsm.pkcs11;

import java.util.Optional;
import no.portnokkel.hsm.DeviceFault;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.Recovery;
import no.portnokkel.hsm.SetupFault;
import no.portnokkel.hsm.files.ModuleCopy;
import no.portnokkel.hsm.files.PrivateFolder;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import no.portnokkel.problem.Text;

/**
 * The modules that this process has loaded for one device: a fresh copy for each login, since what is loaded can
 * neither be unloaded nor brought out of the state in which an outage left it. One that found no device is kept for
 * the next attempt. To be used by one thread at a time.
 */
final class Modules {
    /** A copy and what was loaded from it. */
    record Loaded(ModuleCopy copy, Cryptoki cryptoki) {}

    private final HsmSettings settings;
    private Optional<Loaded> latest = Optional.empty();
    private boolean used;
    private boolean loggedIn;
    private int count;

    Modules(HsmSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns a module in which nobody has logged in, or, where there may be no more of them, the latest again.
     *
     * @throws HsmException {@link DeviceFault.Failed} where a lost login can only be had again by a restart
     */
    Loaded next(Progress progress) {
        if (settings.recovery() == Recovery.RESTART && loggedIn) {
            throw new HsmException(new DeviceFault.Failed(settings.token().spoken(), "hsm.recovery = restart"));
        }
        if (latest.isPresent() && (!used || isLast())) {
            return latest.get();
        }
        Loaded loaded = load(progress);
        latest = Optional.of(loaded);
        used = false;
        count++;
        return loaded;
    }

    /** A login is about to be tried in the latest module, so that it is not for the next attempt. */
    void use() {
        used = true;
    }

    /** A login in the latest module was accepted. */
    void loggedIn() {
        loggedIn = true;
    }

    /** The latest module showed no token of ours: the next attempt is to see what has come since, in the same copy. */
    void reset() {
        if (!used) {
            latest.ifPresent(loaded -> loaded.cryptoki().finish());
        }
    }

    /** SunPKCS11 has the latest module now: its file is no longer needed, unless it is to be opened again. */
    void unlink() {
        if (!isLast()) {
            close();
        }
    }

    /** Removes the file of the latest module. */
    void close() {
        latest.ifPresent(loaded -> loaded.copy().unlink());
    }

    private boolean isLast() {
        return settings.recovery() != Recovery.COPY || count >= settings.maxGenerations();
    }

    private Loaded load(Progress progress) {
        String key = settings.keyName("library");
        PrivateFolder folder = PrivateFolder.at(settings.dataDir().resolve("modules"));
        ModuleCopy copy = ModuleCopy.of(settings.library(), folder, key);
        progress.passed(
                Check.MODULE, new Text(settings.library() + " (" + key + ")", settings.library() + " (" + key + ")"));
        try {
            return new Loaded(copy, Cryptoki.load(copy.path(), settings.token().spoken()));
        } catch (LinkageError unloadable) {
            copy.unlink();
            String why =
                    String.valueOf(unloadable.getMessage()).lines().findFirst().orElse("");
            throw new HsmException(
                    new SetupFault.ModuleUnloadable(key, settings.library().toString(), why), unloadable);
        }
    }
}
