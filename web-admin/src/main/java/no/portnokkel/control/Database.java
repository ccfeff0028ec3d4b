package no.portnokkel.control;

import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
public final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    private static final long RETRY_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int VALIDATION_SECONDS = 2;

    /** A class of SQL states (ISO/IEC 9075-2). PostgreSQL's driver has no exception of its own for it. */
    private static final String INTEGRITY_CONSTRAINT_VIOLATION = "23";

    /** More than a pool usually holds: after an outage of the database all of them may be dead. */
    private static final int MAX_DEAD_CONNECTIONS = 64;

    private final Supplier<DataSource> opener;
    private final String key;
    private final String location;
    private final LongSupplier nanoClock;
    private final boolean isEmbedded;
    private @Nullable DataSource migratedSource;
    private boolean isClosed;
    private @Nullable Problem lastFailure;
    private long lastFailureNanos;
    private volatile @Nullable Problem outage; // found by the last transaction

    private Database(
            Supplier<DataSource> opener, String key, String location, LongSupplier nanoClock, boolean isEmbedded) {
        this.opener = opener;
        this.key = key;
        this.location = location;
        this.nanoClock = nanoClock;
        this.isEmbedded = isEmbedded;
    }

    /**
     * Returns a database that is opened at its first use.
     *
     * @param jndiName {@code portnokkel.datasource}; empty for the embedded database
     * @param dataDir directory of the embedded database; created with mode 0700
     * @param nanoClock monotonic clock, in nanoseconds
     */
    public static Database of(Optional<String> jndiName, Path dataDir, LongSupplier nanoClock) {
        return jndiName.map(name -> of(() -> lookUp(name), "portnokkel.datasource", name, nanoClock))
                .orElseGet(() -> new Database(
                        () -> embedded(dataDir), "portnokkel.data-dir", dataDir.toString(), nanoClock, true));
    }

    /**
     * Returns a database that is opened at its first use.
     *
     * @param opener returns the database; throws {@link IllegalStateException} or {@link UncheckedIOException} if its
     *     configuration is wrong
     * @param key the key that configures it
     * @param location the value of that key
     * @param nanoClock monotonic clock, in nanoseconds
     */
    public static Database of(Supplier<DataSource> opener, String key, String location, LongSupplier nanoClock) {
        return new Database(opener, key, location, nanoClock, false);
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

    private static DataSource embedded(Path dataDir) {
        JdbcDataSource h2 = new JdbcDataSource();
        // Keeps the database open for 10 s after the last connection: opening costs more than a request. Without
        // WRITE_DELAY=0 a commit reaches the disk up to half a second later, and is lost if the process ends before.
        h2.setURL("jdbc:h2:file:" + EmbeddedDatabaseFile.in(dataDir) + ";DB_CLOSE_DELAY=10;WRITE_DELAY=0");
        return h2;
    }

    /**
     * Runs {@code work} in one transaction and commits when it returns. Rolls back when it throws.
     *
     * @throws ProblemException {@code database-unavailable}, or {@code configuration-invalid} if it is configured wrongly
     */
    public <T> T transaction(Work<T> work) {
        try (Connection connection = alive(migrated())) {
            connection.setAutoCommit(false);
            try {
                T result = work.execute(connection);
                connection.commit();
                outage = null;
                return result;
            } finally {
                connection.rollback(); // no effect after a commit
            }
        } catch (SQLException
                | UndeclaredThrowableException failed) { // the latter from the proxy of a server's dead pool
            // one stack trace for each outage: the control room reads the database once a second
            System.Logger.Level level = outage == null ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
            Problem found = unavailable(failed);
            outage = found;
            LOG.log(level, "The control room's database failed", failed);
            throw new ProblemException(found);
        }
    }

    /** Returns whether a statement was refused since another transaction has taken the same number or key. */
    public static boolean isConstraintViolation(SQLException failed) {
        return String.valueOf(failed.getSQLState()).startsWith(INTEGRITY_CONSTRAINT_VIOLATION);
    }

    /** Returns a connection that works. A pool may hold dead ones after the database was away. */
    private static Connection alive(DataSource source) throws SQLException {
        for (int dead = 0; dead < MAX_DEAD_CONNECTIONS; dead++) {
            Connection connection = source.getConnection();
            if (isAlive(connection)) {
                return connection;
            }
            discard(connection);
        }
        throw new SQLException("the pool holds no connection that works");
    }

    private static boolean isAlive(Connection connection) {
        try {
            return connection.isValid(VALIDATION_SECONDS);
        } catch (SQLException | UndeclaredThrowableException dead) {
            return false;
        }
    }

    /** Closes the connection itself, so that a pool does not lend it again. */
    private static void discard(Connection dead) {
        try (dead) {
            dead.abort(Runnable::run);
        } catch (SQLException | UndeclaredThrowableException ended) {
            LOG.log(System.Logger.Level.DEBUG, "A dead connection could not be closed", ended);
        }
    }

    /**
     * Opens the database if necessary. Returns why it is unavailable, once it was opened as of the last transaction; empty when it is
     * available.
     */
    public Optional<Problem> problem() {
        try {
            migrated();
            return Optional.ofNullable(outage);
        } catch (ProblemException unavailable) {
            return Optional.of(unavailable.problem());
        }
    }

    /**
     * Closes the embedded database at once: H2 would close it ten seconds later, when an undeployed application can load no classes
     * any more. The bank's database is not touched.
     */
    @Override
    public synchronized void close() {
        DataSource open = migratedSource;
        if (isEmbedded && open != null) {
            try (Connection connection = open.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN");
            } catch (SQLException closed) {
                LOG.log(System.Logger.Level.DEBUG, "The embedded database is closed already", closed);
            }
        }
        migratedSource = null;
        isClosed = true; // a periodic check that still runs must not open it again
    }

    private synchronized DataSource migrated() {
        if (isClosed) {
            throw new ProblemException(unavailable(new IllegalStateException("closed")));
        }
        if (migratedSource != null) {
            return migratedSource;
        }
        if (lastFailure != null && nanoClock.getAsLong() - lastFailureNanos < RETRY_INTERVAL_NANOS) {
            throw new ProblemException(lastFailure);
        }
        try {
            DataSource opened = opener.get();
            migrate(opened);
            LOG.log(
                    System.Logger.Level.INFO,
                    "The control room stores in {0} ({1} = {2})",
                    product(opened),
                    key,
                    location);
            migratedSource = opened;
            return opened;
        } catch (FlywayException | UndeclaredThrowableException failed) {
            throw remembered(unavailable(failed), failed);
        } catch (UncheckedIOException | IllegalStateException failed) {
            throw remembered(
                    Problem.of(ProblemCode.CONFIGURATION_INVALID, "configuration-invalid.database", arguments(failed)),
                    failed);
        }
    }

    private synchronized ProblemException remembered(Problem problem, RuntimeException cause) {
        LOG.log(System.Logger.Level.DEBUG, "The control room's database cannot be opened", cause);
        lastFailure = problem;
        lastFailureNanos = nanoClock.getAsLong();
        return new ProblemException(problem);
    }

    private static String product(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException unknown) {
            return "an unknown database";
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
        // On Payara, Flyway uses the server's Jackson, which would keep Flyway's classes, and so an undeployed
        // application.
        TypeFactory.defaultInstance().clearCache();
    }

    private Problem unavailable(Throwable failed) {
        return Problem.of(ProblemCode.DATABASE_UNAVAILABLE, "database-unavailable", arguments(failed));
    }

    /** Names the innermost cause, from the driver or the file system: its wrappers only say that something failed. */
    private Map<String, Object> arguments(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        Object reason = cause instanceof IOException folder
                ? PrivateFolder.defect(folder)
                : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return Map.of("key", key, "location", location, "reason", reason);
    }

    /** Statements of one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /** Executes the statements; must neither commit nor close the connection. */
        T execute(Connection connection) throws SQLException;
    }
}
