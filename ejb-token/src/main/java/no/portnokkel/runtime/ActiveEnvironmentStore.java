package no.portnokkel.runtime;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import no.portnokkel.runtime.status.EnvironmentChoice;

/**
 * The choice of environment as it reaches every deployment on a server: one small file, {@code active-environment} below
 * the data directory, replaced atomically by the control room and read by all.
 */
final class ActiveEnvironmentStore {
    private static final System.Logger LOG = System.getLogger(ActiveEnvironmentStore.class.getName());

    private final Path file;
    private final Clock clock;
    private volatile EnvironmentChoice last;
    private volatile boolean unreadable;

    /**
     * @param dataDir made when the first choice is stored
     * @param first the configured choice, which holds until one is stored
     */
    ActiveEnvironmentStore(Path dataDir, Optional<String> first, Clock clock) {
        this.file = dataDir.resolve("active-environment");
        this.clock = clock;
        this.last = new EnvironmentChoice(first, 0, clock.instant());
    }

    /** The choice as it is stored now. A file that cannot be read changes nothing. */
    EnvironmentChoice read() {
        if (!file.toFile().exists()) { // most banks store none, and an exception at each grant costs more than a look
            return last;
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties stored = new Properties();
            stored.load(reader);
            EnvironmentChoice choice = new EnvironmentChoice(
                    Optional.of(required(stored, "name")),
                    Long.parseLong(required(stored, "version")),
                    Instant.parse(required(stored, "since")));
            if (choice.version() != last.version() || !choice.environment().equals(last.environment())) {
                last = choice;
            }
            unreadable = false;
        } catch (NoSuchFileException nothingStored) {
            return last;
        } catch (IOException | IllegalArgumentException | DateTimeException wrong) {
            if (!unreadable) { // once, not once a second
                unreadable = true;
                LOG.log(System.Logger.Level.WARNING, "{0} cannot be read; the environment stays as it is", file);
            }
        }
        return last;
    }

    private static String required(Properties stored, String name) {
        String value = stored.getProperty(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** Stores a choice for every deployment. */
    void replace(String environment, long version) {
        Properties choice = new Properties();
        choice.setProperty("name", environment);
        choice.setProperty("version", Long.toString(version));
        choice.setProperty("since", clock.instant().toString());
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path next = Files.createTempFile(file.getParent(), "active-environment", ".next");
            try (Writer writer = Files.newBufferedWriter(next)) {
                choice.store(writer, "Written by the control room; switch there, not here.");
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("The choice of environment could not be stored in " + file, failed);
        }
    }
}
