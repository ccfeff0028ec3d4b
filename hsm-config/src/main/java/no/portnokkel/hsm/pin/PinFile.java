package no.portnokkel.hsm.pin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFileFault;
import no.portnokkel.problem.Text;

/**
 * A PIN on the only line of a file. A file that others can read is refused; one that its group can read too, unless
 * it belongs to another user than ours: secrets that a platform mounts are made that way, and we cannot change them.
 *
 * @param key the configuration key that names the file
 */
public record PinFile(String key, Path file) implements PinSource {
    private static final int LONGEST = 256;

    @Override
    public Pin read(UserPrincipal ourselves) {
        try {
            requirePrivate(ourselves);
            return firstLine(Files.readAllBytes(file));
        } catch (NoSuchFileException absent) {
            throw without(Text.message("pin-file.does-not-exist"));
        } catch (IOException unreadable) {
            throw without(Text.message("pin-file.cannot-be-read-by-this-process"));
        }
    }

    @Override
    public String spoken() {
        return file + " (" + key + ")";
    }

    /** Its inode, size and time of change: content that stays in place keeps it. */
    @Override
    public String version() {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:ino,size,ctime");
            return new TreeMap<>(attributes).toString();
        } catch (IOException absent) {
            return "absent";
        }
    }

    private void requirePrivate(UserPrincipal ourselves) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        if (!attributes.isRegularFile() || attributes.size() > LONGEST) {
            throw without(Text.message("pin-file.is-not-a-small-ordinary-file"));
        }
        Set<PosixFilePermission> permissions = attributes.permissions();
        boolean mounted = !attributes.owner().equals(ourselves);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
                || (permissions.contains(PosixFilePermission.GROUP_READ) && !mounted)) {
            throw new HsmException(
                    new PinFileFault.FileUnsafe(key, file.toString(), PosixFilePermissions.toString(permissions)));
        }
    }

    private Pin firstLine(byte[] content) {
        int end = content.length;
        while (end > 0 && isLineEnd(content[end - 1])) {
            end--;
        }
        byte[] line = Arrays.copyOf(content, end);
        Arrays.fill(content, (byte) 0);
        try {
            if (line.length == 0) {
                throw without(Text.message("pin-file.is-empty"));
            }
            for (byte one : line) {
                if (isLineEnd(one)) {
                    throw without(Text.message("pin-file.has-several-lines"));
                }
            }
            return Pin.ofBytes(line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private static boolean isLineEnd(byte character) {
        return character == '\n' || character == '\r';
    }

    private HsmException without(Text defect) {
        return new HsmException(new PinFileFault.FileWithoutPin(key, file.toString(), defect));
    }
}
