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
 * Where the control room keeps what must outlive it: the bank's database, or an embedded one below the data directory.
 * While it cannot be used the rest of the control room lives; it is tried again at most every five seconds, so that a
 * database that lets callers wait does not make health wait with it. Safe for any number of threads.
 */
public final class Database {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Supplier<DataSource> source;
    private final String key;
    private final String place;
    private final LongSupplier nanoClock;
    private @Nullable DataSource ready;
    private @Nullable Problem lastFailure;
    private long lastFailureNanos;

    private Database(Supplier<DataSource> source, String key, String place, LongSupplier nanoClock) {
        this.source = source;
        this.key = key;
        this.place = place;
        this.nanoClock = nanoClock;
    }

    /**
     * A database that is opened at its first use.
     *
     * @param jndiName {@code portnokkel.datasource}; empty: an embedded one
     * @param dataDir where the embedded one lies; made with mode 0700
     * @param nanoClock monotonic, in nanoseconds
     */
    public static Database of(Optional<String> jndiName, Path dataDir, LongSupplier nanoClock) {
        return jndiName.map(name -> new Database(() -> named(name), "portnokkel.datasource", name, nanoClock))
                .orElseGet(() ->
                        new Database(() -> embedded(dataDir), "portnokkel.data-dir", dataDir.toString(), nanoClock));
    }

    /** Local names only: {@code ldap:} and {@code rmi:} would fetch code from elsewhere. */
    @SuppressWarnings("BanJNDI") // the name is the operator's configuration, and is local
    private static DataSource named(String name) {
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
        // Stays open for a moment between two requests; opening costs more than either.
        h2.setURL("jdbc:h2:file:" + folder.resolve("control-room") + ";DB_CLOSE_DELAY=10");
        return h2;
    }

    /**
     * Runs {@code work} in one transaction: all of it is stored, or nothing.
     *
     * @throws ProblemException {@code configuration-invalid} when the database cannot be used
     */
    public <T> T transaction(Work<T> work) {
        try (Connection connection = ready().getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } finally {
                connection.rollback(); // after a commit there is nothing to take back
            }
        } catch (SQLException failed) {
            LOG.log(System.Logger.Level.WARNING, "The control room's database failed", failed);
            throw new ProblemException(unusable(failed));
        }
    }

    /** Why it cannot be used; empty when it can. */
    public Optional<Problem> problem() {
        try {
            ready();
            return Optional.empty();
        } catch (ProblemException unusable) {
            return Optional.of(unusable.problem());
        }
    }

    private synchronized DataSource ready() {
        if (ready != null) {
            return ready;
        }
        if (lastFailure != null && nanoClock.getAsLong() - lastFailureNanos < PAUSE_NANOS) {
            throw new ProblemException(lastFailure);
        }
        try {
            DataSource opened = source.get();
            migrate(opened);
            ready = opened;
            return opened;
        } catch (FlywayException | UncheckedIOException | IllegalStateException failed) {
            LOG.log(System.Logger.Level.DEBUG, "The control room's database cannot be opened", failed);
            lastFailure = unusable(failed);
            lastFailureNanos = nanoClock.getAsLong();
            throw new ProblemException(lastFailure);
        }
    }

    /** The empty file {@code flyway.location} beside the scripts is how Flyway finds them on Open Liberty. */
    private static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:no/portnokkel/control/migration")
                .failOnMissingLocations(true)
                .table("portnokkel_schema_history")
                .baselineOnMigrate(true) // the bank's schema may hold tables of others
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** Says the innermost cause, which is the driver's or the file system's: wrappers only say that it failed. */
    private Problem unusable(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return Problem.of(
                ProblemCode.CONFIGURATION_INVALID,
                "configuration-invalid.why",
                Map.of("key", key, "place", place, "why", why));
    }

    /** Something done in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; a commit follows when it returns. */
        T with(Connection connection) throws SQLException;
    }
}
