package no.portnokkel.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder below {@code data-dir} with mode 0700, whatever the umask: nobody else can put a library or a file there. */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /**
     * Opens the folder; creates it if it is missing.
     *
     * @throws IOException this process can neither create it nor set its permissions
     */
    public static PrivateFolder at(Path path) throws IOException {
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        if (!Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
        }
        return new PrivateFolder(path);
    }

    public Path path() {
        return path;
    }

    /** Returns the file with that name; creates it, empty and with mode 0600, if it is missing. */
    public Path file(String name) throws IOException {
        Path file = path.resolve(name);
        try {
            return Files.createFile(file, ownerOnly());
        } catch (FileAlreadyExistsException existing) {
            return file;
        }
    }

    /** Returns mode 0600, for files that are created elsewhere. */
    public static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(FILE_OWNER_ONLY);
    }
}
