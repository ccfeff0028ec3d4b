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
 * A PIN on the only line of a file. A file that others can read is rejected. A file that its group can read is
 * rejected too, unless it belongs to another user than this process: platforms mount secrets that way, and we cannot
 * change them.
 *
 * @param key the configuration key that names the file
 */
public record PinFile(String key, Path file) implements PinSource {
    private static final int MAX_BYTES = 256;

    @Override
    public Pin read(UserPrincipal processUser) {
        try {
            requirePrivate(processUser);
            return firstLine(Files.readAllBytes(file));
        } catch (NoSuchFileException absent) {
            throw noPin(Text.message("pin-file.missing"));
        } catch (IOException unreadable) {
            throw noPin(Text.message("pin-file.unreadable"));
        }
    }

    @Override
    public String description() {
        return file + " (" + key + ")";
    }

    /** Returns inode, size and time of change, which stay the same as long as the content does. */
    @Override
    public String version() {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:ino,size,ctime");
            return new TreeMap<>(attributes).toString();
        } catch (IOException absent) {
            return "absent";
        }
    }

    private void requirePrivate(UserPrincipal processUser) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) {
            throw noPin(Text.message("pin-file.not-a-small-file"));
        }
        Set<PosixFilePermission> permissions = attributes.permissions();
        boolean mounted = !attributes.owner().equals(processUser);
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
                throw noPin(Text.message("pin-file.empty"));
            }
            for (byte character : line) {
                if (isLineEnd(character)) {
                    throw noPin(Text.message("pin-file.several-lines"));
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

    private HsmException noPin(Text defect) {
        return new HsmException(new PinFileFault.FileWithoutPin(key, file.toString(), defect));
    }
}
