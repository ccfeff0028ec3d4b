package no.portnokkel.hsm.pin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
            requireUtf8(line);
            for (byte character : line) {
                if (isLineEnd(character)) {
                    throw noPin(Text.message("pin-file.several-lines"));
                }
            }
            Pin pin = Pin.ofBytes(line);
            if (pin.hasInvisible()) {
                pin.close();
                throw noPin(Text.message("pin-file.invisible"));
            }
            return pin;
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** An editor's byte order mark, or half of its UTF-16 characters, would be presented as part of the PIN. */
    private void requireUtf8(byte[] line) {
        if (startsWith(line, 0xef, 0xbb, 0xbf)) {
            throw noPin(Text.message("pin-file.byte-order-mark"));
        }
        boolean zero = false;
        for (byte character : line) {
            zero |= character == 0;
        }
        if (zero || startsWith(line, 0xff, 0xfe) || startsWith(line, 0xfe, 0xff)) {
            throw noPin(Text.message("pin-file.utf-16"));
        }
    }

    private static boolean startsWith(byte[] line, int... start) {
        return line.length >= start.length
                && IntStream.range(0, start.length).allMatch(i -> (line[i] & 0xff) == start[i]);
    }

    private static boolean isLineEnd(byte character) {
        return character == '\n' || character == '\r';
    }

    private HsmException noPin(Text defect) {
        return new HsmException(new PinFileFault.FileWithoutPin(key, file.toString(), defect));
    }
}
