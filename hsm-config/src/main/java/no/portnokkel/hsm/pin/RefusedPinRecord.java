package no.portnokkel.hsm.pin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.SetupFault;

/**
 * A record of one PIN that was presented, with the token's answer: one line in one file.
 *
 * @param hash empty when the file cannot be parsed
 * @param answer the {@code CKR} code of the refusal; {@link #NO_ANSWER} before there is one
 * @param presented how often in a row the PIN was presented without an answer
 */
public record RefusedPinRecord(Path file, Optional<PinHash> hash, String answer, int presented) {
    static final String NO_ANSWER = "no-answer";

    private static final Pattern LINE = Pattern.compile(
            "pbkdf2-hmac-sha512 ([0-9]{1,9}) ([0-9a-f]{32}) ([0-9a-f]{64}) ([A-Za-z_-]+)(?: ([0-9]{1,4}))?\\s*");

    static RefusedPinRecord read(Path file) throws IOException {
        Matcher line = LINE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            return new RefusedPinRecord(file, Optional.empty(), NO_ANSWER, 1);
        }
        PinHash hash = new PinHash(Integer.parseInt(line.group(1)), line.group(2), line.group(3));
        int presented = line.group(5) == null ? 1 : Integer.parseInt(line.group(5));
        return new RefusedPinRecord(file, Optional.of(hash), line.group(4), presented);
    }

    boolean mayMatch(Pin pin) {
        return hash.isEmpty() || hash.get().matches(pin);
    }

    /**
     * Returns whether a login with the PIN never had an answer, since its process ended: nobody knows whether the token
     * has refused it. A record that cannot be parsed is not in doubt, but counts as a refusal.
     */
    public boolean isInDoubt() {
        return answer.equals(NO_ANSWER) && hash.isPresent();
    }

    /** Stores that the PIN is about to be presented again. */
    public RefusedPinRecord presentAgain() {
        return new RefusedPinRecord(file, hash, NO_ANSWER, presented + 1).save();
    }

    /** Returns the record of the token's refusal, to be saved. */
    public RefusedPinRecord refused(String ckr) {
        return new RefusedPinRecord(file, hash, ckr, 1);
    }

    /** The login failed for another reason than the PIN: this presentation does not count. Earlier ones stay in doubt. */
    public void withdraw() {
        if (presented > 1) {
            new RefusedPinRecord(file, hash, NO_ANSWER, presented - 1).save();
        } else {
            delete();
        }
    }

    /** Deletes the file: the PIN was accepted. */
    public void delete() {
        try {
            Files.deleteIfExists(file); // a login that hung may have been accepted meanwhile
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(file, failed);
        }
    }

    /**
     * Writes the record so that it survives a power failure: to a temporary file, forced to the disk, then renamed.
     */
    public RefusedPinRecord save() {
        Path draft = file.resolveSibling("draft-" + file.getFileName());
        Set<StandardOpenOption> fresh =
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        try (FileChannel channel = FileChannel.open(draft, fresh, PrivateFolder.ownerOnly())) {
            ByteBuffer line = StandardCharsets.ISO_8859_1.encode(text());
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(file, failed);
        }
    }

    private String text() {
        PinHash known = hash.orElseThrow();
        return "pbkdf2-hmac-sha512 " + known.iterations() + " " + known.saltHex() + " " + known.hashHex() + " " + answer
                + (presented > 1 ? " " + presented : "") + "\n";
    }

    /**
     * A salted hash that makes guessing PINs slow. A PIN of a few digits can still be found from it, so it is stored in a
     * file that only we can read.
     *
     * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#pbkdf2">OWASP,
     *     PBKDF2 with HMAC-SHA512: 210,000 iterations (seen 2026-11-24)</a>
     */
    record PinHash(int iterations, String saltHex, String hashHex) {
        private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
        private static final int ITERATIONS = 210_000;
        private static final int SALT_BYTES = 16;
        private static final int HASH_BITS = 256;

        static PinHash of(Pin pin, SecureRandom random) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            return new PinHash(
                    ITERATIONS,
                    HexFormat.of().formatHex(salt),
                    HexFormat.of().formatHex(derive(pin, salt, ITERATIONS)));
        }

        boolean matches(Pin pin) {
            byte[] salt = HexFormat.of().parseHex(saltHex);
            return MessageDigest.isEqual(HexFormat.of().parseHex(hashHex), derive(pin, salt, iterations));
        }

        private static byte[] derive(Pin pin, byte[] salt, int iterations) {
            PBEKeySpec spec = new PBEKeySpec(pin.chars(), salt, iterations, HASH_BITS);
            try {
                return SecretKeyFactory.getInstance(ALGORITHM)
                        .generateSecret(spec)
                        .getEncoded();
            } catch (GeneralSecurityException impossible) { // every Java platform has had it since Java 8
                throw new IllegalStateException(ALGORITHM, impossible);
            } finally {
                spec.clearPassword();
            }
        }
    }
}
