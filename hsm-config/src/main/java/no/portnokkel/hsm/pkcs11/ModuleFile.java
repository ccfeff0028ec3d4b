package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.SetupFault;

/**
 * A copy of the vendor's module under a path that this process has never loaded. The JDK keeps one native state for
 * each path for the life of the process; a new path is a new state with its own login.
 *
 * @param path the copy, in a private folder
 * @param owner the owner of files that this process writes
 */
record ModuleCopy(Path path, UserPrincipal owner) {

    /**
     * Copies the module to a new file.
     *
     * @param folder the folder of the copy
     * @param key the configuration key that names the module, for messages
     * @throws HsmException {@link SetupFault.ModuleMissing} or {@link SetupFault.DataDirUnusable}
     */
    static ModuleCopy of(Path library, PrivateFolder folder, String key) {
        try (InputStream module = Files.newInputStream(library)) {
            return copy(module, folder);
        } catch (IOException unreadable) {
            throw new HsmException(new SetupFault.ModuleMissing(key, library.toString()), unreadable);
        }
    }

    /** Opens a private folder below {@code data-dir}, and {@code data-dir} itself. */
    static PrivateFolder folder(Path dataDir, String name) {
        Path opened = dataDir;
        try {
            PrivateFolder parent = PrivateFolder.at(dataDir);
            opened = dataDir.resolve(name);
            return parent.folder(name);
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(opened, failed);
        }
    }

    private static ModuleCopy copy(InputStream module, PrivateFolder folder) {
        try {
            Path copy = Files.createTempFile(folder.path(), "module-", ".so", PrivateFolder.ownerOnly());
            Files.copy(module, copy, StandardCopyOption.REPLACE_EXISTING);
            return new ModuleCopy(copy, Files.getOwner(copy));
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(folder.path(), failed);
        }
    }

    /** Deletes the file, if it still exists. A module loaded from it stays loaded. */
    void unlink() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(path, failed);
        }
    }
}
