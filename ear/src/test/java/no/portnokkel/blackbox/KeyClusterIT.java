package no.portnokkel.blackbox;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import no.portnokkel.blackbox.Http.Answer;
import no.portnokkel.testkit.MaskinportenTwin;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database use the same key, whatever is decided on one of them, and whichever of them ends suddenly. */
class KeyClusterIT {
    private static final System.Logger LOG = System.getLogger(KeyClusterIT.class.getName());
    private static final int CALLERS_OF_A_NODE = 4;
    private static final int KILLS = 8;

    @TempDir
    static Path folder;

    private static ClusterFixture cluster;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<TokenLoop> callers = new ArrayList<>();
    private MaskinportenTwin maskinporten;
    private ControlRoomClient a;
    private ControlRoomClient b;

    @BeforeAll
    static void start_two_nodes_with_two_keys() throws Exception {
        cluster = ClusterFixture.start(folder);
        cluster.bank().generateKey("next-seal");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void both_nodes_use_the_first_key() throws Exception {
        a = cluster.a.controlRoom();
        b = cluster.b.controlRoom();
        maskinporten = cluster.bank().first;
        cluster.bank().register(maskinporten);
        soon().until(() -> cluster.agreeOn("first"));
        for (String label : List.of("seal", "next-seal")) {
            Answer restored = a.changeKey("restore", label, Optional.empty());
            if (restored.status() == 201) {
                assertThat(a.approveKey(restored).status()).isEqualTo(200);
                String id = restored.json().getString("id");
                soon().until(() -> a.keyChange(id).getString("state").equals("active"));
            }
        }
        soon().until(() -> a.trial(true) == 200 || a.usesKey("next-seal"));
        if (!a.usesKey("seal")) {
            assertThat(a.rotate("seal", Optional.empty())).isEqualTo("active");
        }
        soon().until(() -> bothUse("seal") && a.trial(true) == 200 && b.trial(true) == 200);
    }

    @Test
    void under_eight_callers_a_rotation_to_a_certificate_to_a_registered_key_and_back_fails_no_call() throws Exception {
        for (ControlRoomClient node : List.of(a, b)) {
            Stream.generate(() -> TokenLoop.cachedOn(node))
                    .limit(CALLERS_OF_A_NODE)
                    .forEach(callers::add);
        }
        try {
            maskinporten.forgetGrants();
            assertThat(a.rotate("next-seal", Optional.empty())).isEqualTo("active");
            assertThat(maskinporten.grants()).as("canaries").hasSizeGreaterThanOrEqualTo(5);
            soon().until(() -> bothUse("next-seal"));
            assertNewGrantsAreSignedBy("x5c");

            cluster.bank().register(maskinporten, "seal");
            assertThat(b.rotate("seal", Optional.of("kid-seal"))).isEqualTo("active");
            soon().until(() -> bothUse("seal"));
            assertNewGrantsAreSignedBy("kid-seal");

            cluster.bank().register(maskinporten);
            assertThat(a.rotate("next-seal", Optional.empty())).isEqualTo("active");
            soon().until(() -> bothUse("next-seal"));
            assertNewGrantsAreSignedBy("x5c");
        } finally {
            callers.forEach(TokenLoop::close);
        }
        LOG.log(
                INFO,
                "Calls during three rotations: {0}",
                callers.stream().map(TokenLoop::answers).toList());
        assertThat(callers).allSatisfy(caller -> assertThat(caller.answers()).containsOnlyKeys("200"));
    }

    private void assertNewGrantsAreSignedBy(String key) throws Exception {
        maskinporten.forgetGrants();
        assertThat(a.trial(true)).isEqualTo(200);
        assertThat(b.trial(true)).isEqualTo(200);
        assertThat(maskinporten.grants())
                .extracting(grant -> String.valueOf(grant.header().getOrDefault("kid", "x5c")))
                .hasSizeGreaterThanOrEqualTo(2)
                .containsOnly(key);
    }

    @Test
    void after_the_answer_to_a_stop_on_one_node_no_grant_of_either_arrives() throws Exception {
        try (TokenLoop onA = TokenLoop.on(a);
                TokenLoop onB = TokenLoop.on(b)) {
            soon().until(() -> onA.answers().containsKey("200") && onB.answers().containsKey("200"));

            Answer stopped = a.changeKey("stop", "seal", Optional.empty());

            long atTheAnswer = maskinporten.grantsReceived();
            assertThat(stopped.status()).isEqualTo(201);
            assertThat(stopped.json().getJsonArray("waitingFor")).isEmpty();
            soon().until(() -> onA.answers().size() > 1 && onB.answers().size() > 1);
            assertThat(maskinporten.grantsReceived()).isEqualTo(atTheAnswer);
            assertThat(b.trial(false)).isNotEqualTo(200);
            assertThat(b.hasProblem("key-stopped")).isTrue();
        }
    }

    @Test
    void a_node_killed_during_a_rotation_leaves_one_key_in_use() throws Exception {
        List<String> outcomes = new ArrayList<>();
        long millis = millisOfARotation();
        for (int kill = 0; kill < KILLS; kill++) {
            String before = a.usesKey("seal") ? "seal" : "next-seal";
            String after = before.equals("seal") ? "next-seal" : "seal";
            Answer proposal = a.changeKey("activate", after, Optional.empty());
            ProcessHandle virtualMachine = cluster.a.virtualMachine();
            CompletableFuture<Answer> approval = a.approveKeyAsync(proposal);
            long during =
                    kill % 2 == 0 ? millis / 5 : 2 * millis; // the approval, or the canary grants and what follows
            CompletableFuture.runAsync(
                            virtualMachine::destroyForcibly,
                            CompletableFuture.delayedExecutor(random.nextLong(during), TimeUnit.MILLISECONDS))
                    .join();
            virtualMachine.onExit().join();
            int answer = approval.handle((answered, lost) -> lost == null ? answered.status() : 0)
                    .join();
            cluster.a.startAgain();
            a = cluster.a.controlRoom();

            String id = proposal.json().getString("id");
            soon().until(() -> !stateOf(id).equals("approved"));
            String state = stateOf(id);
            assertThat(state).as("seed %d", seed).isIn(answer == 200 ? Set.of("active") : Set.of("active", "proposed"));
            String expected = state.equals("active") ? after : before;
            soon().until(() -> bothUse(expected) && a.trial(true) == 200 && b.trial(true) == 200);
            if (state.equals("proposed")) {
                assertThat(b.server()
                                .as("kari")
                                .delete("api/v1/key-changes/" + id)
                                .status())
                        .isEqualTo(200);
            }
            outcomes.add(answer + " " + state);
        }
        LOG.log(INFO, "Node killed during a rotation: {0}", outcomes);
    }

    private String stateOf(String id) throws Exception {
        JsonObject change = b.keyChange(id);
        return change.getString("state");
    }

    private long millisOfARotation() throws Exception {
        long start = System.nanoTime();
        assertThat(a.rotate("next-seal", Optional.empty())).isEqualTo("active");
        long nanos = System.nanoTime() - start;
        soon().until(() -> bothUse("next-seal"));
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private boolean bothUse(String label) throws Exception {
        return a.usesKey(label) && b.usesKey(label);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .pollDelay(Duration.ZERO);
    }
}
