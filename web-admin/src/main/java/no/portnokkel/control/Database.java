package no.portnokkel.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The control room's persistent storage: the bank's database, or an embedded H2 database in the data directory. While it
 * is unavailable, the rest of the control room keeps working. After a failure it is opened again at most every five
 * seconds, so that a slow database does not delay health checks. Safe for any number of threads.
 */
public final class Database {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    private static final long RETRY_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final Supplier<DataSource> opener;
    private final String key;
    private final String location;
    private final LongSupplier nanoClock;
    private @Nullable DataSource migratedSource;
    private @Nullable Problem lastFailure;
    private long lastFailureNanos;
    private volatile boolean isFailing;

    private Database(Supplier<DataSource> opener, String key, String location, LongSupplier nanoClock) {
        this.opener = opener;
        this.key = key;
        this.location = location;
        this.nanoClock = nanoClock;
    }

    /**
     * Returns a database that is opened at its first use.
     *
     * @param jndiName {@code portnokkel.datasource}; empty for the embedded database
     * @param dataDir directory of the embedded database; created with mode 0700
     * @param nanoClock monotonic clock, in nanoseconds
     */
    public static Database of(Optional<String> jndiName, Path dataDir, LongSupplier nanoClock) {
        return jndiName.map(name -> new Database(() -> lookUp(name), "portnokkel.datasource", name, nanoClock))
                .orElseGet(() ->
                        new Database(() -> embedded(dataDir), "portnokkel.data-dir", dataDir.toString(), nanoClock));
    }

    /** Accepts local names only: {@code ldap:} and {@code rmi:} would load code from another host. */
    @SuppressWarnings("BanJNDI") // the name is the operator's configuration, and is local
    private static DataSource lookUp(String name) {
        if (name.contains(":") && !name.startsWith("java:")) {
            throw new IllegalStateException("not a local JNDI name");
        }
        try {
            if (InitialContext.<Object>doLookup(name) instanceof DataSource found) {
                return found;
            }
            throw new IllegalStateException("not a DataSource");
        } catch (NamingException unknown) {
            throw new IllegalStateException("not found in JNDI", unknown);
        }
    }

    private static PrivateFolder privateFolder(Path dataDir) {
        try {
            return PrivateFolder.at(dataDir);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static DataSource embedded(Path dataDir) {
        Path folder = privateFolder(dataDir).path().toAbsolutePath();
        JdbcDataSource h2 = new JdbcDataSource();
        // Keeps the database open for 10 s after the last connection: opening costs more than a request.
        h2.setURL("jdbc:h2:file:" + folder.resolve("control-room") + ";DB_CLOSE_DELAY=10");
        return h2;
    }

    /**
     * Runs {@code work} in one transaction and commits when it returns. Rolls back when it throws.
     *
     * @throws ProblemException {@code configuration-invalid} when the database is unavailable
     */
    public <T> T transaction(Work<T> work) {
        try (Connection connection = migrated().getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.execute(connection);
                connection.commit();
                isFailing = false;
                return result;
            } finally {
                connection.rollback(); // no effect after a commit
            }
        } catch (SQLException failed) {
            // one stack trace for each outage: the control room reads the database once a second
            System.Logger.Level level = isFailing ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
            isFailing = true;
            LOG.log(level, "The control room's database failed", failed);
            throw new ProblemException(problemOf(failed));
        }
    }

    /** Opens the database if necessary. Returns why it is unavailable; empty when it is available. */
    public Optional<Problem> problem() {
        try {
            migrated();
            return Optional.empty();
        } catch (ProblemException unavailable) {
            return Optional.of(unavailable.problem());
        }
    }

    private synchronized DataSource migrated() {
        if (migratedSource != null) {
            return migratedSource;
        }
        if (lastFailure != null && nanoClock.getAsLong() - lastFailureNanos < RETRY_INTERVAL_NANOS) {
            throw new ProblemException(lastFailure);
        }
        try {
            DataSource opened = opener.get();
            migrate(opened);
            migratedSource = opened;
            return opened;
        } catch (FlywayException | UncheckedIOException | IllegalStateException failed) {
            LOG.log(System.Logger.Level.DEBUG, "The control room's database cannot be opened", failed);
            lastFailure = problemOf(failed);
            lastFailureNanos = nanoClock.getAsLong();
            throw new ProblemException(lastFailure);
        }
    }

    /** On Open Liberty, Flyway finds the scripts by the empty file {@code flyway.location} beside them. */
    private static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:no/portnokkel/control/migration")
                .failOnMissingLocations(true)
                .table("portnokkel_schema_history")
                .baselineOnMigrate(true) // the bank's schema may hold tables of other applications
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** Reports the innermost cause, from the driver or the file system: its wrappers only say that something failed. */
    private Problem problemOf(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        Object reason = cause instanceof IOException folder
                ? PrivateFolder.defect(folder)
                : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return Problem.of(
                ProblemCode.CONFIGURATION_INVALID,
                "configuration-invalid.database",
                Map.of("key", key, "location", location, "reason", reason));
    }

    /** Statements of one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /** Executes the statements; must neither commit nor close the connection. */
        T execute(Connection connection) throws SQLException;
    }
}
