package no.portnokkel.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.problem.Text;

/**
 * A folder that we write, {@code data-dir} or one below it: an absolute path, our own, mode 0700, not a symbolic link and not reached
 * through one of another user, on a file system with POSIX modes. Otherwise somebody else could replace a library before it is loaded, or a choice that we stored.
 */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final UserPrincipal owner;

    private PrivateFolder(Path path, UserPrincipal owner) {
        this.path = path;
        this.owner = owner;
    }

    /**
     * Opens the folder; creates it if it is missing. Permissions of an existing folder are not corrected: what others have put there
     * before would stay.
     *
     * @throws RejectedException the folder violates the rule
     * @throws IOException this process can neither create nor write it
     */
    public static PrivateFolder at(Path path) throws IOException {
        requireCheckable(path);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (!Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) { // the umask
                Files.setPosixFilePermissions(path, OWNER_ONLY);
            }
            forceIfReadable(path.resolveSibling(""));
        }
        return existing(path);
    }

    /** Opens the folder of that name below this one, as {@link #at} does. */
    public PrivateFolder folder(String name) throws IOException {
        requireUnchanged();
        return at(path.resolve(name));
    }

    /** Returns why {@link #at} would fail; empty if it would succeed. Creates no folder. */
    public static Optional<Text> defect(Path path) {
        try {
            requireCheckable(path);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                existing(path);
            } else {
                requireCreatable(path);
            }
            return Optional.empty();
        } catch (IOException rejected) {
            return Optional.of(defect(rejected));
        }
    }

    /** Returns the defect of a folder or a file in it, for messages; it follows the path in a sentence. */
    public static Text defect(IOException failed) {
        return failed instanceof RejectedException rejected
                ? rejected.defect
                : Text.message(
                        "folder.unusable",
                        Map.of(
                                "kind",
                                failed.getClass().getSimpleName(),
                                "reason",
                                String.valueOf(failed.getMessage())));
    }

    /** Returns the user that runs this process: the owner of what it creates here. */
    public UserPrincipal owner() {
        return owner;
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

    /**
     * Replaces a file as a whole, or creates it, with mode 0600: others read the old content or the new one, also after a power
     * failure.
     *
     * @param content stored in UTF-8
     */
    public void replace(String name, String content) throws IOException {
        replace(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #replace(String, String)}, with bytes. */
    public void replace(String name, byte[] content) throws IOException {
        Path next = Files.createTempFile(path, name, ".next", ownerOnly());
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(path);
        } finally {
            Files.deleteIfExists(next); // after a failure
        }
    }

    /** Makes the names in a folder durable, as {@code fsync} does. */
    private static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void forceIfReadable(Path folder) throws IOException {
        try {
            force(folder);
        } catch (AccessDeniedException othersFolder) { // its owner lets us in, and not read it
        }
    }

    /** Returns mode 0600, for files that are created elsewhere. */
    public static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(FILE_OWNER_ONLY);
    }

    /**
     * Checks again that nobody has replaced or opened the folder since this object was made. Costs one look at its attributes.
     *
     * @throws RejectedException somebody has
     */
    public void requireUnchanged() throws IOException {
        requireOwner(requirePrivate(path), owner);
    }

    private static PrivateFolder existing(Path path) throws IOException {
        PosixFileAttributes attributes = requirePrivate(path);
        UserPrincipal user = processUser(path, attributes);
        requireOwner(attributes, user);
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.isSymbolicLink(above)) {
                requireTrusted(above, user);
            }
        }
        return new PrivateFolder(path, user);
    }

    private static void requireCheckable(Path path) throws RejectedException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new RejectedException(Text.message("folder.no-modes"));
        }
        if (!path.isAbsolute()) {
            throw new RejectedException(Text.message("folder.not-absolute"));
        }
    }

    private static PosixFileAttributes requirePrivate(Path path) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            throw new RejectedException(Text.message("folder.symbolic-link"));
        }
        if (!attributes.isDirectory()) {
            throw new RejectedException(Text.message("folder.not-a-folder"));
        }
        if (!attributes.permissions().equals(OWNER_ONLY)) {
            String permissions = PosixFilePermissions.toString(attributes.permissions());
            throw new RejectedException(Text.message(
                    "folder.open-to-others",
                    Map.of(
                            "permissions",
                            permissions,
                            "owner",
                            attributes.owner().getName())));
        }
        return attributes;
    }

    /** The user that owns what this process creates here: on a network file system it may be another one than elsewhere. */
    private static UserPrincipal processUser(Path folder, PosixFileAttributes attributes) throws IOException {
        try {
            Path probe = Files.createTempFile(folder, "owner-", ".probe", ownerOnly());
            try {
                return Files.getOwner(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (AccessDeniedException denied) { // mode 0700 lets its owner write
            throw new RejectedException(Text.message(
                    "folder.other-owner", Map.of("owner", attributes.owner().getName())));
        }
    }

    private static void requireOwner(PosixFileAttributes attributes, UserPrincipal user) throws RejectedException {
        if (!attributes.owner().equals(user)) {
            throw new RejectedException(Text.message(
                    "folder.other-owner", Map.of("owner", attributes.owner().getName())));
        }
    }

    /** Links of the system, as {@code /var/run}, are trusted; the target of another user's link changes when that user wants. */
    private static void requireTrusted(Path link, UserPrincipal user) throws IOException {
        boolean ofRoot =
                Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
        if (!ofRoot && !Files.getOwner(link, LinkOption.NOFOLLOW_LINKS).equals(user)) {
            throw new RejectedException(Text.message("folder.linked-by-other", Map.of("link", link)));
        }
    }

    private static void requireCreatable(Path path) throws RejectedException {
        Path above = path.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !(Files.isDirectory(above) && Files.isWritable(above))) {
            throw new RejectedException(Text.message("folder.not-creatable", Map.of("folder", above)));
        }
    }

    /** The folder violates the rule. */
    public static final class RejectedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final Text defect;

        RejectedException(Text defect) {
            super(defect.en());
            this.defect = defect;
        }
    }
}
