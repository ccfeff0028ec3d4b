package no.portnokkel.control;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import no.portnokkel.files.PrivateFolder;
import org.jspecify.annotations.Nullable;

/**
 * The database of a test, by its data directory: H2, or with {@code -Ddatabase=postgresql} a schema of a real PostgreSQL. The same
 * tests run on both.
 */
public final class TestDatabase {
    private static final Map<Path, String> SCHEMAS = new ConcurrentHashMap<>();
    private static final AtomicInteger RESTORED = new AtomicInteger();
    private static final String FILE = "control-room.mv.db";
    private static @Nullable EmbeddedPostgres server;
    private static byte @Nullable [] migrated;

    private TestDatabase() {}

    /** Returns the database of a data directory. A new one on H2 is the copy of one that was migrated before: that takes no time. */
    public static Database in(Path dataDir, LongSupplier nanoClock) {
        if ("postgresql".equals(System.getProperty("database"))) {
            return onPostgres(dataDir, nanoClock);
        }
        if (PrivateFolder.defect(dataDir).isEmpty() && !Files.exists(dataDir.resolve(FILE))) {
            try {
                Path file = PrivateFolder.at(dataDir).file(FILE);
                Files.write(file, migrated());
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
        return Database.of(Optional.empty(), dataDir, nanoClock);
    }

    private static synchronized byte[] migrated() throws IOException {
        byte[] content = migrated;
        if (content == null) {
            Path folder = Files.createTempDirectory("migrated");
            try (Database database = Database.of(Optional.empty(), folder, System::nanoTime)) {
                database.transaction(connection -> connection.isValid(1));
            }
            Path file = folder.resolve(FILE);
            content = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(folder);
            migrated = content;
        }
        return content;
    }

    /** Returns the database of a data directory in a real PostgreSQL, which runs until the JVM ends. */
    static Database onPostgres(Path dataDir, LongSupplier nanoClock) {
        String schema = SCHEMAS.computeIfAbsent(dataDir, TestDatabase::newSchema);
        return Database.of(
                () -> server().getDatabase("postgres", "postgres", Map.of("currentSchema", schema)),
                "portnokkel.datasource",
                "java:comp/env/jdbc/portnokkel",
                nanoClock);
    }

    /** Returns a database of a real PostgreSQL that holds what {@code pg_dump} once wrote. */
    public static Database restored(String dump, LongSupplier nanoClock) {
        String name = "restored" + RESTORED.incrementAndGet();
        execute(server().getPostgresDatabase(), "CREATE DATABASE " + name);
        execute(server().getDatabase("postgres", name), dump);
        return Database.of(
                () -> server().getDatabase("postgres", name),
                "portnokkel.datasource",
                "java:comp/env/jdbc/portnokkel",
                nanoClock);
    }

    private static void execute(DataSource database, String statements) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String newSchema(Path dataDir) {
        String schema = String.format(Locale.ROOT, "bank%08x", dataDir.hashCode());
        execute(server().getPostgresDatabase(), "CREATE SCHEMA " + schema);
        return schema;
    }

    private static synchronized EmbeddedPostgres server() {
        EmbeddedPostgres running = server;
        if (running == null) {
            try {
                running = EmbeddedPostgres.start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            server = running;
        }
        return running;
    }
}
