package no.portnokkel.hsm;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import no.portnokkel.files.PrivateFolder;

/**
 * When each key last signed for an application, in a file for each public key below {@code data-dir}, so that the command line does
 * not remove a key that is in use. Exact to ten minutes. Thread safe.
 */
public final class LastSignatures implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LastSignatures.class.getName());
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final String FOLDER = "last-signatures";

    private final Path dataDir;
    private final InstantSource clock;
    private final Map<PublicKey, Instant> written = new ConcurrentHashMap<>();
    private boolean closed; // guarded by this
    private boolean warned; // guarded by this

    /** @param dataDir of all that use the same keys on this machine */
    public LastSignatures(Path dataDir, InstantSource clock) {
        this.dataDir = dataDir;
        this.clock = clock;
    }

    /**
     * Notes that a key has signed. Costs no I/O on the calling thread, and fails silently but for one line in the log: a signature is worth more
     * than its note.
     */
    public void note(PublicKey key, Executor background) {
        Instant now = clock.instant();
        Instant before = written.get(key);
        if (before == null || Duration.between(before, now).compareTo(INTERVAL) >= 0) {
            written.put(key, now);
            try {
                background.execute(() -> write(key, now));
            } catch (RejectedExecutionException closing) { // the signature is done all the same
                LOG.log(Level.DEBUG, "A signature at the stop is not noted.");
            }
        }
    }

    /**
     * Returns when the key last signed; empty when no note of it is there.
     *
     * @throws IOException there may be a note, and it cannot be read
     */
    public Optional<Instant> of(PublicKey key) throws IOException {
        Path note = dataDir.resolve(FOLDER).resolve(name(key));
        try {
            return Optional.of(Instant.parse(Files.readString(note).strip()));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (DateTimeParseException damaged) {
            throw new IOException(note.toString(), damaged);
        }
    }

    /** Waits for a note that is being written; afterwards none is. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    private synchronized void write(PublicKey key, Instant now) {
        if (closed) {
            return;
        }
        try {
            PrivateFolder.at(dataDir).folder(FOLDER).replace(name(key), now + "\n");
        } catch (IOException unwritable) {
            Level level = warned ? Level.DEBUG : Level.WARNING;
            warned = true;
            LOG.log(level, "When keys sign cannot be noted below " + dataDir + ": " + unwritable.getMessage());
        }
    }

    /** Returns the name of the file of a key. */
    static String name(PublicKey key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (GeneralSecurityException impossible) { // every Java platform has it
            throw new IllegalStateException("SHA-256", impossible);
        }
    }
}
