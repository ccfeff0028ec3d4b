package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.switching.ModelNode.Step;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.testkit.ManualClock;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All sequences of acts up to a depth ({@code -Dmodel-depth}), over the real switch and a database in memory: two nodes, two
 * operators, one security officer, kills at each step, restarts, refused grants. Sequences that lead to the same state are
 * followed once. After each: what production uses was decided by two persons, or in an emergency, or is the way back of such a
 * switch; and after one check of each node there is no half state.
 */
class SwitchModelTest extends SwitchFixture {
    private static final int DEPTH = Integer.getInteger("model-depth", 4);
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private final JdbcDataSource memory = new JdbcDataSource();
    private Configuration configuration;
    private Users users;
    private Database store;

    @BeforeEach
    void given_a_database_in_memory() {
        memory.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        store = Database.of(() -> memory, "portnokkel.datasource", "memory", System::nanoTime);
        configuration = Configuration.read(ConfigValues.of(configured));
        users = Users.read(ConfigValues.of(configured), new Random(1));
    }

    @Test
    void no_sequence_of_acts_kills_and_restarts_breaks_the_rules() {
        Set<String> seen = new HashSet<>();
        Deque<List<Act>> open = new ArrayDeque<>(List.of(List.of()));
        int sequences = 0;
        while (!open.isEmpty()) {
            List<Act> before = open.poll();
            for (Act act : Act.values()) {
                List<Act> acts = new ArrayList<>(before);
                acts.add(act);
                Scenario scenario = new Scenario();
                acts.forEach(scenario::perform);
                sequences++;
                String state = scenario.state();
                scenario.assertRules(acts);
                if (seen.add(state) && acts.size() < DEPTH) {
                    open.add(acts);
                }
            }
        }
        assertThat(seen).as("states").hasSizeGreaterThan(DEPTH * Act.values().length);
        System.Logger log = System.getLogger(SwitchModelTest.class.getName());
        log.log(System.Logger.Level.INFO, "{0} sequences up to depth {1}, {2} states", sequences, DEPTH, seen.size());
    }

    /** What one of the persons, or a node or Maskinporten, does. */
    private enum Act {
        KARI_PROPOSES_PRODUCTION(scenario -> scenario.propose(0, "kari", "prod")),
        PER_PROPOSES_LAB(scenario -> scenario.propose(1, "per", "lab")),
        KARI_APPROVES(scenario -> scenario.approve(1, "kari", Step.NONE)),
        PER_APPROVES(scenario -> scenario.approve(0, "per", Step.NONE)),
        OLA_APPROVES(scenario -> scenario.approve(1, "ola", Step.NONE)),
        OLA_APPROVES_AND_THE_NODE_IS_KILLED_IN_THE_DRY_RUN(scenario -> scenario.approve(0, "ola", Step.DRY_RUN)),
        OLA_APPROVES_AND_THE_NODE_IS_KILLED_BEFORE_THE_COMMIT(scenario -> scenario.approve(0, "ola", Step.COMMIT)),
        OLA_APPROVES_AND_THE_NODE_IS_KILLED_AFTER_THE_COMMIT(scenario -> scenario.approve(0, "ola", Step.PUBLICATION)),
        OLA_SWITCHES_ALONE(scenario -> scenario.emergency(1, "ola", "prod", Step.NONE)),
        KARI_SWITCHES_ALONE_AND_THE_NODE_IS_KILLED(scenario -> scenario.emergency(0, "kari", "lab", Step.PUBLICATION)),
        THE_FIRST_GRANTS_ARE_REFUSED(Scenario::refuseFirstGrants),
        BOTH_NODES_CHECK(Scenario::checkBoth),
        THE_SECOND_NODE_RESTARTS(scenario -> scenario.restart(1));

        private final Consumer<Scenario> effect;

        Act(Consumer<Scenario> effect) {
            this.effect = effect;
        }
    }

    /** Two nodes on one database, in the environment lab; two persons have confirmed production before. */
    private final class Scenario {
        private final ManualClock time = new ManualClock();
        private final List<ModelNode> nodes = List.of(new ModelNode(), new ModelNode());
        private final List<SwitchService> services = new ArrayList<>();

        Scenario() {
            store.transaction(connection -> {
                try (Statement delete = connection.createStatement()) {
                    for (String table : List.of(
                            "portnokkel_choice",
                            "portnokkel_switch_problem",
                            "portnokkel_switch_difference",
                            "portnokkel_switch",
                            "portnokkel_confirmation_value",
                            "portnokkel_confirmation",
                            "portnokkel_audit")) {
                        delete.execute("DELETE FROM " + table);
                    }
                    delete.execute("UPDATE portnokkel_audit_head SET last_leaf = NULL, tree = '0'");
                }
                return connection;
            });
            nodes.forEach(node -> services.add(service(node)));
            propose(0, "kari", "prod");
            approve(0, "ola", Step.NONE);
            propose(0, "kari", "lab");
            approve(0, "ola", Step.NONE);
            checkBoth();
        }

        private SwitchService service(ModelNode node) {
            return SwitchService.of(
                    configuration,
                    users,
                    new SwitchService.Rules(false, Duration.ofHours(24), WINDOW),
                    node,
                    store,
                    new AuditTrail(store, Path.of("unused: the database is always there"), time, "node"),
                    time,
                    UUID::randomUUID,
                    Runnable::run);
        }

        void perform(Act act) {
            time.advance(Duration.ofSeconds(3));
            act.effect.accept(this);
        }

        private Actor named(String name) {
            return new Actor(users.find(name).orElseThrow(), "192.0.2.1");
        }

        /** A refusal is a right answer, and a kill is followed by a restart. */
        private void attempt(int node, Step killedAt, Runnable act) {
            nodes.get(node).killAt(killedAt);
            try {
                act.run();
            } catch (ProblemException refused) {
                // a person sees why
            } catch (ModelNode.KilledException killed) {
                restart(node);
            }
            nodes.get(node).killAt(Step.NONE);
        }

        void propose(int node, String person, String target) {
            attempt(
                    node,
                    Step.NONE,
                    () -> services.get(node).propose(named(person), target, ChangeRecord.ofReason("Modell")));
        }

        void approve(int node, String person, Step killedAt) {
            Optional<Switch> newest = store.transaction(connection -> new SwitchRepository(connection).all()).stream()
                    .filter(change -> change.state() == Switch.State.PROPOSED)
                    .findFirst();
            newest.ifPresent(open -> attempt(
                    node, killedAt, () -> services.get(node).approve(open.id(), named(person), Optional.empty())));
        }

        void emergency(int node, String person, String target, Step killedAt) {
            attempt(
                    node,
                    killedAt,
                    () -> services.get(node).switchInEmergency(named(person), target, ChangeRecord.ofReason("Modell")));
        }

        void refuseFirstGrants() {
            nodes.forEach(node -> node.refuseGrants(true));
            time.advance(WINDOW.plusSeconds(15));
            checkBoth();
            nodes.forEach(node -> node.refuseGrants(false));
        }

        void checkBoth() {
            services.forEach(SwitchService::check);
        }

        void restart(int node) {
            nodes.get(node).restart();
            services.set(node, service(nodes.get(node)));
        }

        String state() {
            List<String> switches = store.transaction(connection -> new SwitchRepository(connection).all()).stream()
                    .map(change -> change.from() + " " + change.to() + " " + change.state() + " " + change.proposedBy()
                            + " " + change.decision().map(Switch.Decision::by) + " " + change.firstGrant())
                    .toList();
            return nodes.get(0).active().environment() + " "
                    + nodes.get(0).active().version() + " "
                    + nodes.get(1).active().environment() + " "
                    + nodes.get(1).active().version() + " " + switches;
        }

        void assertRules(List<Act> acts) {
            List<Switch> all = store.transaction(connection -> new SwitchRepository(connection).all());
            List<ChoiceRepository.Choice> choices =
                    store.transaction(connection -> new ChoiceRepository(connection).last(100));
            for (Switch change : all) {
                long made = choices.stream()
                        .filter(choice -> choice.switchId().equals(Optional.of(change.id())))
                        .count();
                assertThat(made)
                        .as("choices of %s after %s", change, acts)
                        .isEqualTo(
                                switch (change.state()) {
                                    case ACTIVE -> 1;
                                    case REVERTED -> 2;
                                    default -> 0;
                                });
                if (made > 0 && !change.isEmergency()) {
                    Person proposer = named(change.proposedBy().name()).person();
                    Person approver =
                            named(change.decision().orElseThrow().by().name()).person();
                    assertThat(approver.name()).as("%s", acts).isNotEqualTo(proposer.name());
                    assertThat(proposer.roles()).as("%s", acts).isNotEqualTo(approver.roles());
                }
            }
            checkBoth();
            checkBoth();
            ChoiceRepository.Choice last = store.transaction(connection -> new ChoiceRepository(connection).last(1))
                    .get(0);
            for (ModelNode node : nodes) {
                assertThat(node.active().version()).as("%s", acts).isEqualTo(last.version());
                assertThat(node.active().environment()).as("%s", acts).contains(last.environment());
            }
        }
    }
}
