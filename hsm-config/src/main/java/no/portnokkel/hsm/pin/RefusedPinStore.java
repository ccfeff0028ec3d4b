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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.SetupFault;

/**
 * The PINs that a token has refused, as salted slow hashes, one file each. Survives restarts: a container that
 * restarts repeatedly would otherwise lock the token in minutes. Call the other methods in {@link #withLock} only.
 */
public final class RefusedPinStore {
    private final PrivateFolder folder;
    private final SecureRandom random;
    private final LoginLock lock = new LoginLock();

    public RefusedPinStore(PrivateFolder folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /**
     * Runs a login while no other one runs that shares this folder: another deployment on this server or another process.
     *
     * @param tokenLabel for messages
     * @param nanoClock monotonic, in nanoseconds
     * @param login its exceptions propagate
     * @throws HsmException {@link DeviceFault.Unavailable} when another login takes more than 30 s or the thread was
     *     interrupted
     */
    public <T> T withLock(String tokenLabel, LongSupplier nanoClock, Supplier<T> login) {
        return lock.withLock(folder, tokenLabel, nanoClock, login);
    }

    /** Lets others log in although the login in {@link #withLock} hangs: until the token answers, its PIN is in doubt. */
    public void abandon() {
        lock.abandon();
    }

    /**
     * Returns the record of an earlier login with this PIN that was not accepted; empty when there is none. A record
     * that cannot be parsed counts as a match: when in doubt, a PIN is not tried.
     *
     * @param token label and serial number, so that two tokens may have the same PIN
     */
    public Optional<RefusedPinRecord> find(String token, Pin pin) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path(), fingerprint(token) + "-*")) {
            for (Path file : files) {
                RefusedPinRecord pinRecord = RefusedPinRecord.read(file);
                if (pinRecord.mayMatch(pin)) {
                    return Optional.of(pinRecord);
                }
            }
            return Optional.empty();
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(folder.path(), failed);
        }
    }

    /**
     * Writes a record of the PIN before it is presented, so that nothing is tried again after a crash.
     *
     * @return deleted by the caller when the login was accepted
     */
    public RefusedPinRecord write(String token, Pin pin) {
        byte[] name = new byte[4];
        random.nextBytes(name);
        Path file =
                folder.path().resolve(fingerprint(token) + "-" + HexFormat.of().formatHex(name));
        return new RefusedPinRecord(
                        file, Optional.of(RefusedPinRecord.PinHash.of(pin, random)), RefusedPinRecord.NO_ANSWER, 1)
                .save();
    }

    /** Remembers that this token has shown a flag of its PIN, so that the absence of flags says something too. */
    public void rememberFlags(String token) {
        try {
            folder.file(flagsFile(token));
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(folder.path(), failed);
        }
    }

    /** Returns whether this token has ever shown a flag of its PIN. */
    public boolean hasShownFlags(String token) {
        return Files.exists(folder.path().resolve(flagsFile(token)));
    }

    private static String flagsFile(String token) {
        return "flags-" + fingerprint(token);
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
