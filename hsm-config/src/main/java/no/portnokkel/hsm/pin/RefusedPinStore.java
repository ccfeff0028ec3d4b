package no.portnokkel.hsm.pin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import no.portnokkel.hsm.files.PrivateFolder;

/**
 * The PINs that a token has refused, as salted slow hashes, one file each. Outlives restarts: a container that is
 * started again and again would otherwise lock the token in minutes. To be used under the {@link LoginLock}.
 */
public final class RefusedPinStore {
    private final PrivateFolder folder;
    private final SecureRandom random;

    public RefusedPinStore(PrivateFolder folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /**
     * Returns the note of an earlier login with this PIN that was not accepted; empty when there is none. A note that
     * cannot be read counts as one of this PIN: who cannot tell does not try.
     *
     * @param token label and serial number, so that two tokens may have the same PIN
     */
    public Optional<RefusedPinRecord> find(String token, Pin pin) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path(), fingerprint(token) + "-*")) {
            for (Path file : files) {
                RefusedPinRecord note = RefusedPinRecord.read(file);
                if (note.mayBeOf(pin)) {
                    return Optional.of(note);
                }
            }
            return Optional.empty();
        } catch (IOException failed) {
            throw PrivateFolder.unusable(folder.path(), failed);
        }
    }

    /**
     * Notes the PIN before it is presented, so that a crash on the way tries nothing again.
     *
     * @return to be forgotten when the login was accepted
     */
    public RefusedPinRecord write(String token, Pin pin) {
        byte[] name = new byte[4];
        random.nextBytes(name);
        Path file =
                folder.path().resolve(fingerprint(token) + "-" + HexFormat.of().formatHex(name));
        return new RefusedPinRecord(file, Optional.of(PinHash.of(pin, random)), RefusedPinRecord.NO_ANSWER).save();
    }

    private static String fingerprint(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException impossible) { // every Java platform has it
            throw new IllegalStateException("SHA-256", impossible);
        }
    }
}
