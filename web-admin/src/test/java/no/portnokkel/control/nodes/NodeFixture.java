package no.portnokkel.control.nodes;

import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.nodes.NodeService.NodeRuntime;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.StoredChoice.Digests;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share one database. Their wall clocks go with the real one of the database; monotonic time is moved by hand. */
abstract class NodeFixture {
    @TempDir
    Path dataDir;

    final ManualClock time = new ManualClock();

    Database database() {
        return TestDatabase.in(dataDir, time);
    }

    /** Lets time pass, in which these nodes report once a second. */
    void pass(int seconds, TestNode... nodes) {
        for (int second = 0; second < seconds; second++) {
            time.advance(Duration.ofSeconds(1));
            for (TestNode node : nodes) {
                node.report();
            }
        }
    }

    /** Makes the last report of a node older, by the clock of the database. */
    void age(String node, String interval) {
        execute("UPDATE portnokkel_node SET last_seen = last_seen - INTERVAL " + interval + " WHERE name = '" + node
                + "'");
    }

    /** Stores a switch and its choice as the approval of some node has committed them. */
    void commitSwitch(String environment, long version) {
        UUID id = new UUID(0, version);
        execute("""
                INSERT INTO portnokkel_switch (id, to_environment, reason, proposed_by, proposed_at, expires_at,
                  binding_digest, state, decided_by, decided_at)
                VALUES ('%s', '%s', 'Øvelse', 'kari', '2026-11-24 10:00:00+00',
                  '2026-11-25 10:00:00+00', '', 'ACTIVE', 'ola', '2026-11-24 10:00:00+00')""".formatted(id, environment));
        execute("INSERT INTO portnokkel_choice (version, environment, switch_id) VALUES (%d, '%s', '%s')"
                .formatted(version, environment, id));
    }

    void execute(String sql) {
        database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    /** A running node with settings that a test can change. */
    final class TestNode implements NodeRuntime {
        private final Database database;
        private final NodeService service;
        private EnvironmentChoice choice = EnvironmentChoice.configured(Optional.of("lab"), Instant.EPOCH);
        private Optional<String> hsmState = Optional.of("ready");
        private Optional<Digests> digests = Optional.of(new Digests("c0ffee", Optional.of("c0ffee")));

        TestNode(String name) {
            this(name, "1.2.0", Duration.ZERO);
        }

        TestNode(String name, String release, Duration clockOffset) {
            this(name, release, clockOffset, database());
        }

        TestNode(String name, String release, Duration clockOffset, Database database) {
            this.database = database;
            this.service = new NodeService(
                    name,
                    UUID.randomUUID(),
                    release,
                    this,
                    database,
                    Clock.offset(Clock.systemUTC(), clockOffset),
                    time);
        }

        TestNode with(String inEffect, String confirmed) {
            digests = Optional.of(new Digests(inEffect, Optional.of(confirmed)));
            return this;
        }

        TestNode uses(String environment, long version) {
            choice = choice.switchedTo(environment, version, Instant.EPOCH);
            return this;
        }

        /** A node whose configuration is empty. */
        TestNode withoutAnything() {
            choice = EnvironmentChoice.configured(Optional.empty(), Instant.EPOCH);
            digests = Optional.empty();
            hsmState = Optional.empty();
            return this;
        }

        TestNode report() {
            service.report(digests);
            return this;
        }

        void loseDatabase() {
            database.close();
        }

        NodeService service() {
            return service;
        }

        List<ProblemCode> codes() {
            return service.problems().stream().map(Problem::code).toList();
        }

        List<String> details() {
            return service.problems().stream()
                    .map(problem -> problem.detail().en())
                    .toList();
        }

        Node.Assessed sees(String name) {
            return service.all().stream()
                    .filter(assessed -> assessed.node().name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public EnvironmentChoice active() {
            return choice;
        }

        @Override
        public boolean isSettled() {
            return true;
        }

        @Override
        public boolean isReady() {
            return hsmState.isPresent();
        }

        @Override
        public Optional<String> hsmState() {
            return hsmState;
        }

        @Override
        public Optional<Digests> digests() {
            return digests;
        }
    }
}
