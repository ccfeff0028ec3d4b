package no.portnokkel.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import no.portnokkel.files.PrivateFolder;

/** The file of the embedded database, which belongs to the user of this process alone. */
final class EmbeddedDatabaseFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final String NAME = "control-room";
    private static final String ENDING = ".mv.db";

    private EmbeddedDatabaseFile() {}

    /**
     * Creates the file if it is missing: the database would create it with the permissions that the process gives to all files.
     *
     * @return its path without its ending, as the database names it
     * @throws UncheckedIOException if the directory or the file cannot be used
     */
    static Path in(Path dataDir) {
        try {
            Path name = PrivateFolder.at(dataDir).path().toAbsolutePath().resolve(NAME);
            Path file = name.resolveSibling(NAME + ENDING);
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            } else {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            return name;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }
}
