package no.portnokkel.hsm.pin;

import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import no.portnokkel.files.SecretFile;
import no.portnokkel.files.SecretLine;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFileFault;

/**
 * A PIN on the {@link SecretLine only line} of a file; one that others can read is rejected.
 *
 * @param key the configuration key that names the file
 */
public record PinFile(String key, Path file) implements PinSource {
    @Override
    public Pin read(UserPrincipal processUser) {
        byte[] line = line(processUser);
        try {
            return Pin.ofBytes(line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private byte[] line(UserPrincipal processUser) {
        try {
            return SecretLine.read(file, processUser);
        } catch (SecretLine.ExposedException exposed) {
            throw new HsmException(new PinFileFault.FileUnsafe(key, file.toString(), exposed.permissions()));
        } catch (SecretLine.RejectedException rejected) {
            throw new HsmException(new PinFileFault.FileWithoutPin(key, file.toString(), rejected.defect()));
        }
    }

    @Override
    public String description() {
        return file + " (" + key + ")";
    }

    /** Returns inode, size and time of change, which stay the same as long as the content does. */
    @Override
    public String version() {
        return SecretFile.version(file);
    }
}
