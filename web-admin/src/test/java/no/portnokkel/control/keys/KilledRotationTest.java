package no.portnokkel.control.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.keys.KeyChange.State;
import no.portnokkel.control.switching.FakeEnvironmentRuntime;
import no.portnokkel.control.switching.FakeEnvironmentRuntime.KilledError;
import no.portnokkel.control.switching.SwitchFixture;
import no.portnokkel.control.switching.SwitchService;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rotation on one of two nodes, which ends at each step of it: when it signs, makes a canary grant, commits, or follows. */
class KilledRotationTest extends SwitchFixture {
    private final FakeEnvironmentRuntime otherServer = new FakeEnvironmentRuntime("lab");
    private Database database;
    private Node node;
    private Node other;

    @BeforeEach
    void start_two_nodes_on_one_database() {
        database = TestDatabase.in(dataDir, System::nanoTime);
        node = start(server);
        other = start(otherServer);
    }

    @Test
    void a_node_that_ends_at_any_step_leaves_one_key_in_use_on_both() {
        int step = 1;
        for (boolean isKilled = true; isKilled; step++) {
            String before = keyInUse(server);
            String next = "seal-" + step;
            KeyChange proposed = node.keys().propose(actor("ola"), request(next));

            server.killAtStep(step);
            isKilled = isKilledDuring(proposed);
            server.killAtStep(0);
            node = start(server);
            pass(Duration.ofSeconds(45)); // the other node takes over after 30 seconds

            State state = stateOf(proposed);
            assertThat(state).as("step %d", step).isIn(State.ACTIVE, State.PROPOSED);
            assertThat(List.of(keyInUse(server), keyInUse(otherServer)))
                    .as("step %d", step)
                    .containsOnly(state == State.ACTIVE ? next : before);
            if (state == State.PROPOSED) {
                node.keys().withdraw(proposed.id(), actor("kari"));
            }
        }
        assertThat(step)
                .as("the approval, five canary grants, the choice, and following it")
                .isGreaterThan(8);
    }

    private boolean isKilledDuring(KeyChange proposed) {
        try {
            node.keys().approve(proposed.id(), actor("kari"));
            return false;
        } catch (KilledError killed) {
            return true;
        }
    }

    private State stateOf(KeyChange change) {
        return other.keys().all().stream()
                .filter(known -> known.id().equals(change.id()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    /** Both nodes check each second. */
    private void pass(Duration time) {
        for (int second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            for (Node each : List.of(node, other)) {
                each.keys().check();
                each.switches().check();
            }
        }
    }

    private Node start(FakeEnvironmentRuntime runtime) {
        SwitchService switches = switchesOf(runtime, database);
        return new Node(
                switches,
                new KeyChangeService(
                        Configuration.read(ConfigValues.of(configured)),
                        users(),
                        switches,
                        runtime,
                        version -> List.of(),
                        database,
                        new AuditTrail(database, dataDir, clock, "node"),
                        clock,
                        UUID::randomUUID,
                        Runnable::run));
    }

    private static KeyRequest request(String label) {
        return new KeyRequest("lab", Optional.empty(), "activate", label, Optional.empty(), "Yearly rotation");
    }

    private static String keyInUse(FakeEnvironmentRuntime runtime) {
        return Optional.ofNullable(runtime.active().keys().active().get("lab"))
                .map(choice -> choice.key().label())
                .orElse("seal");
    }

    private record Node(SwitchService switches, KeyChangeService keys) {}
}
