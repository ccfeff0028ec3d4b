package no.portnokkel.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.TreeMap;
import no.portnokkel.problem.Text;

/**
 * A file with a secret, and the rule for who may be able to read or change it: its owner, and its group only if the file belongs
 * to another user than this process. Platforms mount secrets that way, also through symbolic links, and we cannot change them.
 * Where files have no POSIX modes (Windows), the rule cannot be checked, and the file is rejected.
 */
public final class SecretFile {
    private final Path path;
    private final PosixFileAttributes attributes;

    private SecretFile(Path path, PosixFileAttributes attributes) {
        this.path = path;
        this.attributes = attributes;
    }

    /**
     * Reads the attributes of the file, not its content.
     *
     * @throws SecretLine.RejectedException its file system has no POSIX modes
     * @throws IOException it does not exist or cannot be read
     */
    public static SecretFile at(Path path) throws IOException {
        try {
            return new SecretFile(path, Files.readAttributes(path, PosixFileAttributes.class));
        } catch (UnsupportedOperationException withoutModes) { // nobody can tell who may read it
            throw new SecretLine.RejectedException(Text.message("secret-file.no-modes"));
        }
    }

    /** Returns inode, size and time of change, which stay the same as long as the content does. */
    public static String version(Path path) {
        try {
            return new TreeMap<>(Files.readAttributes(path, "unix:ino,size,ctime")).toString();
        } catch (IOException
                | UnsupportedOperationException absent) { // where it cannot be asked for, it is not read either
            return "absent";
        }
    }

    /** Returns whether it is a regular file of at most so many bytes. */
    public boolean isRegular(int maxBytes) {
        return attributes.isRegularFile() && attributes.size() <= maxBytes;
    }

    /**
     * Returns whether somebody can read or change it who must not. A changed PIN would be tried, and lock the token.
     *
     * @param processUser the user that runs this process
     */
    public boolean isExposed(UserPrincipal processUser) {
        Set<PosixFilePermission> permissions = attributes.permissions();
        boolean mounted = !attributes.owner().equals(processUser);
        return permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || (!mounted
                        && (permissions.contains(PosixFilePermission.GROUP_READ)
                                || permissions.contains(PosixFilePermission.GROUP_WRITE)));
    }

    /** Returns its permissions as {@code ls} shows them, for example {@code rw-r--r--}. */
    public String permissions() {
        return PosixFilePermissions.toString(attributes.permissions());
    }

    /** Reads its content; the caller wipes it. */
    public byte[] read() throws IOException {
        return Files.readAllBytes(path);
    }
}
