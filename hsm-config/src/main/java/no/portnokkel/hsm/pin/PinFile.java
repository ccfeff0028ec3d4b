package no.portnokkel.hsm.pin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.files.SecretFile;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFileFault;
import no.portnokkel.problem.Text;

/**
 * A PIN on the only line of a {@link SecretFile}; a file that others can read is rejected.
 *
 * @param key the configuration key that names the file
 */
public record PinFile(String key, Path file) implements PinSource {
    private static final int MAX_BYTES = 256;

    @Override
    public Pin read(UserPrincipal processUser) {
        try {
            SecretFile secret = SecretFile.at(file);
            if (!secret.isRegular(MAX_BYTES)) {
                throw noPin(Text.message("pin-file.not-a-small-file"));
            }
            if (secret.isExposed(processUser)) {
                throw new HsmException(new PinFileFault.FileUnsafe(key, file.toString(), secret.permissions()));
            }
            return firstLine(secret.read());
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
