package no.portnokkel.blackbox;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import no.portnokkel.blackbox.Http.Answer;
import no.portnokkel.testkit.FaultPlan;
import no.portnokkel.testkit.ScriptedAnswer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL do the same, whichever of them, or of their database, ends suddenly. */
class ClusterIT {
    private static final System.Logger LOG = System.getLogger(ClusterIT.class.getName());
    private static final int SWITCHES = 10;
    private static final int RACES = 100;
    private static final int OUTAGES = 10;
    private static final int KILLS = 8;

    @TempDir
    static Path folder;

    private static ClusterFixture cluster;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private ControlRoomClient a;
    private ControlRoomClient b;

    @BeforeAll
    static void start_two_nodes() throws Exception {
        cluster = ClusterFixture.start(folder);
    }

    @AfterAll
    static void stop_and_check_that_no_secret_was_logged() throws Exception {
        String logs = cluster.a.log() + cluster.b.log();
        cluster.close();
        assertThat(logs)
                .doesNotContain(PostgresServer.PASSWORD, Users.PASSWORD)
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]{8,}\\.eyJ");
    }

    @BeforeEach
    void both_nodes_issue_tokens_of_one_environment() throws Exception {
        a = cluster.a.controlRoom();
        b = cluster.b.controlRoom();
        soon().until(() -> a.trial(false) == 200 && b.trial(false) == 200 && cluster.agreeOn(a.active()));
    }

    @Test
    void a_switch_approved_on_one_node_is_in_effect_on_the_other() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int count = 0; count < SWITCHES; count++) {
            String target = ClusterFixture.other(a.active());
            String id = a.propose(target);
            assertThat(a.approve("ola", id).status()).isEqualTo(200);
            long approvedAt = System.nanoTime();
            soon().until(() -> b.active().equals(target));
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - approvedAt));
            assertThat(a.active()).isEqualTo(target);
            assertThat(b.trial(true)).isEqualTo(200);
        }
        LOG.log(INFO, "Milliseconds until the other node follows: {0}", millis);
    }

    @Test
    void of_two_approvals_at_once_on_two_nodes_exactly_one_succeeds() throws Exception {
        int wonByA = 0;
        for (int race = 1; race <= RACES; race++) {
            String target = ClusterFixture.other(a.active());
            String id = (race % 2 == 0 ? a : b).propose(target);
            CompletableFuture<Answer> onA = a.approveAsync("ola", id);
            CompletableFuture<Answer> onB = b.approveAsync("per", id);

            boolean isWonByA = onA.join().status() == 200;
            Answer lost = isWonByA ? onB.join() : onA.join();
            String both = "race " + race + ": " + onA.join().body() + onB.join().body();
            assertThat(List.of(onA.join().status(), onB.join().status()))
                    .as(both)
                    .containsExactlyInAnyOrder(200, 409);
            assertThat(lost.code()).as(both).isEqualTo("switch-conflict");
            soon().until(() -> cluster.agreeOn(target));
            for (ControlRoomClient node : List.of(a, b)) {
                assertThat(node.switchWith(id).getString("state")).isEqualTo("active");
                assertThat(node.switchWith(id).getString("decidedBy")).isEqualTo(isWonByA ? "ola" : "per");
            }
            wonByA += isWonByA ? 1 : 0;
        }
        LOG.log(INFO, "Of {0} races node a won {1}", RACES, wonByA);
    }

    @Test
    void a_database_killed_during_an_approval_leaves_no_half_switch_and_stops_no_token() throws Exception {
        List<String> outcomes = new ArrayList<>();
        long millis = millisOfAnApproval();
        try (TokenLoop onA = TokenLoop.on(a);
                TokenLoop onB = TokenLoop.on(b)) {
            for (int outage = 0; outage < OUTAGES; outage++) {
                String before = a.active();
                String id = a.propose(ClusterFixture.other(before));
                List<ProcessHandle> processes = cluster.database.processes();
                CompletableFuture<Answer> approval = a.approveAsync("ola", id);
                atARandomMoment(millis, () -> cluster.database.kill(processes));
                int answer = approval.join().status();
                cluster.database.start();

                outcomes.add(answer + " " + wholeOutcome(id, before, answer));
            }
            LOG.log(INFO, "Database killed: {0}; tokens {1}, {2}", outcomes, onA.answers(), onB.answers());
            assertThat(onA.answers()).as("seed %d", seed).containsOnlyKeys("200");
            assertThat(onB.answers()).as("seed %d", seed).containsOnlyKeys("200");
        }
    }

    @Test
    void a_node_killed_during_or_right_after_an_approval_agrees_with_the_others_after_its_restart() throws Exception {
        List<String> outcomes = new ArrayList<>();
        long millis = millisOfAnApproval();
        for (int kill = 0; kill < KILLS; kill++) {
            String before = a.active();
            String id = a.propose(ClusterFixture.other(before));
            ProcessHandle virtualMachine = cluster.a.virtualMachine();
            CompletableFuture<Answer> approval = a.approveAsync("ola", id);
            if (kill % 2 == 0) {
                approval.join();
                virtualMachine.destroyForcibly();
            } else {
                atARandomMoment(millis, virtualMachine::destroyForcibly);
            }
            virtualMachine.onExit().join();
            int answer = approval.handle((answered, lost) -> lost == null ? answered.status() : 0)
                    .join();
            cluster.a.startAgain();
            a = cluster.a.controlRoom();

            outcomes.add(answer + " " + wholeOutcome(id, before, answer));
        }
        LOG.log(INFO, "Node killed: {0}", outcomes);
    }

    @Test
    void a_switch_whose_first_grants_are_refused_is_rolled_back_on_both_nodes_and_an_outage_is_not() throws Exception {
        String before = a.active();
        String target = ClusterFixture.other(before);
        FaultPlan faults = cluster.maskinporten(target).faults();

        faults.next(ScriptedAnswer.truth()); // the dry run
        faults.always(ScriptedAnswer.refusal("MP-100"));
        String refused = a.propose(target);
        assertThat(a.approve("ola", refused).status()).isEqualTo(200);
        soon().until(() -> b.active().equals(target));
        soon().until(() -> cluster.agreeOn(before));
        assertThat(b.switchWith(refused).getString("state")).isEqualTo("reverted");
        soon().until(() -> a.hasProblem("switch-reverted") && b.hasProblem("switch-reverted"));
        assertThat(a.trial(true)).isEqualTo(200);
        assertThat(b.trial(true)).isEqualTo(200);

        faults.clear();
        faults.next(ScriptedAnswer.truth());
        faults.always(ScriptedAnswer.status(503));
        String delayed = a.propose(target);
        assertThat(a.approve("ola", delayed).status()).isEqualTo(200);
        soon().until(() -> cluster.agreeOn(target));
        await().during(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(30)).until(() -> cluster.agreeOn(target));
        assertThat(b.switchWith(delayed).getString("firstGrant")).isEqualTo("awaited");

        faults.clear();
        soon().until(() -> b.switchWith(delayed).getString("firstGrant").equals("succeeded"));
        assertThat(a.hasProblem("switch-reverted")).isFalse();
    }

    @Test
    void both_nodes_know_each_other_and_say_when_one_is_gone() throws Exception {
        soon().until(() -> a.nodes().equals(Set.of("a", "b")) && b.nodes().equals(Set.of("a", "b")));
        soon().until(() -> !a.hasProblem("node-gone") && !a.hasProblem("node-differs") && !a.hasProblem("node-lags"));

        cluster.b.kill();
        soon().until(() -> a.hasProblem("node-gone"));
        assertThat(a.server().anonymous().get("health/ready").status()).isEqualTo(200);
        cluster.b.startAgain();
        b = cluster.b.controlRoom();

        soon().until(() -> !a.hasProblem("node-gone"));
    }

    @Test
    void a_restored_database_that_is_older_than_the_nodes_changes_no_environment_and_takes_the_next_switch()
            throws Exception {
        String before = a.active();
        String after = ClusterFixture.other(before);
        cluster.database.backUp();
        soon().until(() -> cluster.agreeOn(before));
        assertThat(a.approve("ola", a.propose(after)).status()).isEqualTo(200);
        soon().until(() -> cluster.agreeOn(after));

        cluster.database.restore();

        soon().until(() -> cluster.agreeOn(after) && a.trial(true) == 200 && b.trial(true) == 200);
        soon().until(() -> a.hasProblem("choice-not-stored") && b.hasProblem("choice-not-stored"));
        cluster.b.kill();
        cluster.b.startAgain();
        b = cluster.b.controlRoom();
        soon().until(() -> cluster.agreeOn(after));
        assertThat(a.approve("ola", a.propose(before)).status()).isEqualTo(200);
        soon().until(() -> cluster.agreeOn(before));
        soon().until(() -> !a.hasProblem("choice-not-stored") && !b.hasProblem("choice-not-stored"));
    }

    /** Checks that a switch is active on both nodes or on none, and returns its state. Withdraws it if it is still open. */
    private String wholeOutcome(String id, String before, int answer) throws Exception {
        soon().until(() -> cluster.agreeOn(a.active()));
        JsonObject change = b.switchWith(id);
        String state = change.getString("state");
        assertThat(state).as("seed %d", seed).isIn("active", "proposed");
        if (answer == 200) {
            assertThat(state).as("seed %d", seed).isEqualTo("active");
        }
        String expected = state.equals("active") ? ClusterFixture.other(before) : before;
        soon().until(() -> cluster.agreeOn(expected));
        if (state.equals("active")) {
            assertThat(change.getString("decidedBy")).isEqualTo("ola");
        } else {
            assertThat(b.server().as("kari").delete("api/v1/switches/" + id).status())
                    .isEqualTo(200);
        }
        return state;
    }

    /** Switches once, and returns how long the approval took. */
    private long millisOfAnApproval() throws Exception {
        String target = ClusterFixture.other(a.active());
        String id = a.propose(target);
        long start = System.nanoTime();
        assertThat(a.approve("ola", id).status()).isEqualTo(200);
        long nanos = System.nanoTime() - start;
        soon().until(() -> cluster.agreeOn(target));
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** Runs the action during an approval, or shortly after it: beside the token loops it takes longer than alone. */
    private void atARandomMoment(long millisOfAnApproval, Runnable action) {
        CompletableFuture.runAsync(
                        action,
                        CompletableFuture.delayedExecutor(
                                random.nextLong(3 * millisOfAnApproval), TimeUnit.MILLISECONDS))
                .join();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO);
    }
}
