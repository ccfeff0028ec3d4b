package no.portnokkel.hsm.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.SetupFault;

/**
 * A folder below {@code data-dir} with mode 0700, whatever the umask: nobody else can put a library or a file there.
 */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_OURS_ALONE = PosixFilePermissions.fromString("rw-------");

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /**
     * Opens the folder; creates it if it is missing.
     *
     * @throws HsmException {@link SetupFault.DataDirUnusable}
     */
    public static PrivateFolder at(Path path) {
        try {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OURS_ALONE));
            if (!Files.getPosixFilePermissions(path).equals(OURS_ALONE)) {
                Files.setPosixFilePermissions(path, OURS_ALONE);
            }
            return new PrivateFolder(path);
        } catch (IOException failed) {
            throw unusable(path, failed);
        }
    }

    public Path path() {
        return path;
    }

    /** Returns the file with that name; creates it, empty and with mode 0600, if it is missing. */
    public Path file(String name) {
        Path file = path.resolve(name);
        try {
            return Files.createFile(file, ownerOnly());
        } catch (FileAlreadyExistsException there) {
            return file;
        } catch (IOException failed) {
            throw unusable(path, failed);
        }
    }

    /** Returns mode 0600, for files that are created elsewhere. */
    public static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(FILE_OURS_ALONE);
    }

    /** Returns the fault of a folder that cannot be written. */
    public static HsmException unusable(Path folder, IOException cause) {
        String why = cause.getClass().getSimpleName() + ", " + cause.getMessage();
        return new HsmException(new SetupFault.DataDirUnusable(folder.toString(), why), cause);
    }
}
