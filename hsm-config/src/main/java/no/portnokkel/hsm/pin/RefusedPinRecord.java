package no.portnokkel.hsm.pin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.SetupFault;

/**
 * A record of one PIN that was presented, with the token's answer: one line in one file.
 *
 * @param hash empty when the file cannot be parsed
 * @param answer the {@code CKR} code of the refusal; {@link #NO_ANSWER} before there is one
 */
public record RefusedPinRecord(Path file, Optional<PinHash> hash, String answer) {
    static final String NO_ANSWER = "no-answer";

    private static final Pattern LINE =
            Pattern.compile("pbkdf2-hmac-sha512 ([0-9]{1,9}) ([0-9a-f]{32}) ([0-9a-f]{64}) ([A-Za-z_-]+)\\s*");

    static RefusedPinRecord read(Path file) throws IOException {
        Matcher line = LINE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            return new RefusedPinRecord(file, Optional.empty(), NO_ANSWER);
        }
        PinHash hash = new PinHash(Integer.parseInt(line.group(1)), line.group(2), line.group(3));
        return new RefusedPinRecord(file, Optional.of(hash), line.group(4));
    }

    boolean mayMatch(Pin pin) {
        return hash.isEmpty() || hash.get().matches(pin);
    }

    /** Stores the token's refusal permanently. */
    public RefusedPinRecord markRefused(String ckr) {
        return new RefusedPinRecord(file, hash, ckr).save();
    }

    /**
     * Deletes the file: the PIN was accepted, or the login failed for another reason, so that it may be presented
     * again.
     */
    public void delete() {
        try {
            Files.delete(file);
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
                + "\n";
    }
}
