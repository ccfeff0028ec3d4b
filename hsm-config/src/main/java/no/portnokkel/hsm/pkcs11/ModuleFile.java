package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.SetupFault;

/**
 * The file from which a module is loaded: a copy under a path that this process has never loaded, or the vendor's own.
 * The JDK keeps one native state for each path for the life of the process; a new path is a new state with its own
 * login. Some modules cannot be copied: they need files beside them, or look for their configuration by their own path.
 *
 * @param path absolute
 * @param owner the owner of files that this process writes
 * @param isCopy whether this process has written it, in a private folder
 */
record ModuleFile(Path path, UserPrincipal owner, boolean isCopy) {
    private static final String COPIES = "module-*.so";
    /** A module is loaded within seconds after it was copied; a loaded one does not need its file. */
    private static final long ABANDONED_MILLIS = Duration.ofMinutes(1).toMillis();

    /**
     * Copies the module to a new file, and deletes the copies that ended processes have left.
     *
     * @param folder the folder of the copy
     * @param key the configuration key that names the module, for messages
     * @throws HsmException {@link SetupFault.ModuleMissing} or {@link SetupFault.DataDirUnusable}
     */
    static ModuleFile copyOf(Path library, PrivateFolder folder, String key) {
        try (InputStream module = Files.newInputStream(library)) {
            return copy(module, folder);
        } catch (IOException unreadable) {
            throw new HsmException(new SetupFault.ModuleMissing(key, library.toString()), unreadable);
        }
    }

    /**
     * Returns the vendor's own file.
     *
     * @param folder a folder of this process
     * @param key the configuration key that names the module, for messages
     * @throws HsmException {@link SetupFault.ModuleMissing} or {@link SetupFault.DataDirUnusable}
     */
    static ModuleFile original(Path library, PrivateFolder folder, String key) {
        if (!Files.isReadable(library) || Files.isDirectory(library)) {
            throw new HsmException(new SetupFault.ModuleMissing(key, library.toString()));
        }
        try {
            return new ModuleFile(library, Files.getOwner(folder.path()), false);
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(folder.path(), failed);
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

    private static ModuleFile copy(InputStream module, PrivateFolder folder) {
        Path copy = folder.path();
        try {
            copy = Files.createTempFile(folder.path(), "module-", ".so", PrivateFolder.ownerOnly());
            deleteAbandoned(folder, Files.getLastModifiedTime(copy).toMillis());
            Files.copy(module, copy, StandardCopyOption.REPLACE_EXISTING);
            return new ModuleFile(copy, Files.getOwner(copy), true);
        } catch (IOException failed) {
            deleteIncomplete(copy);
            throw SetupFault.DataDirUnusable.at(folder.path(), failed);
        }
    }

    /** Takes the time from a file in the same folder: the file system may have another clock than this machine. */
    private static void deleteAbandoned(PrivateFolder folder, long nowMillis) throws IOException {
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder.path(), COPIES)) {
            for (Path copy : copies) {
                deleteIfAbandoned(copy, nowMillis);
            }
        }
    }

    private static void deleteIfAbandoned(Path copy, long nowMillis) {
        try {
            if (nowMillis - Files.getLastModifiedTime(copy).toMillis() > ABANDONED_MILLIS) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException gone) {
            // another process has deleted its copy meanwhile
        }
    }

    private static void deleteIncomplete(Path copy) {
        try {
            if (Files.isRegularFile(copy)) {
                Files.delete(copy);
            }
        } catch (IOException stays) {
            // the next start deletes it; the caller learns why the copy failed
        }
    }

    /**
     * Makes sure that there is a file under the path of a module that is loaded already: SunPKCS11 asks for one, and does
     * not read it. The copy was deleted once it was loaded, by this process or by another one.
     */
    void restore() {
        try {
            if (isCopy && !Files.exists(path)) {
                Files.createFile(path, PrivateFolder.ownerOnly());
            }
        } catch (FileAlreadyExistsException restored) {
            // by another thread
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(path, failed);
        }
    }

    /** Deletes a copy, if it still exists. A module loaded from it stays loaded. */
    void unlink() {
        try {
            if (isCopy) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(path, failed);
        }
    }
}
