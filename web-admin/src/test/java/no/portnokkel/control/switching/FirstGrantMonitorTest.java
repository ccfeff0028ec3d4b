package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.control.switching.Switch.FirstGrant;
import no.portnokkel.control.switching.Switch.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first grant after a switch: what is refused leads back, what is only down does not. */
class FirstGrantMonitorTest extends SwitchFixture {
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private SwitchService node;

    @BeforeEach
    void given_a_switch_to_rehearsal() {
        node = switches();
        switch_to("rehearsal");
    }

    private Switch switch_to(String environment) {
        Switch proposal = node.propose(actor("kari"), environment, ChangeRecord.ofReason("Øvelse"));
        return node.approve(proposal.id(), actor("ola"), Optional.empty());
    }

    private void refuseWith(ProblemCode code) {
        server.refuseDryRuns(Problem.of(code, text("Avvist.", "Refused by Digdir."), text("Rett.", "Mend.")));
    }

    private void checkUntil(Duration end) {
        for (Duration passed = Duration.ZERO; passed.compareTo(end) < 0; passed = passed.plusSeconds(5)) {
            node.check();
            clock.advance(Duration.ofSeconds(5));
        }
        node.check();
    }

    private Switch newest() {
        return node.all().get(0);
    }

    @Test
    void after_a_first_grant_that_succeeds_no_refusal_leads_back() {
        assertThat(newest().firstGrant()).contains(FirstGrant.AWAITED);

        node.check();
        refuseWith(ProblemCode.MASKINPORTEN_REFUSED);
        checkUntil(WINDOW.plusMinutes(1));

        assertThat(newest().firstGrant()).contains(FirstGrant.SUCCEEDED);
        assertThat(newest().state()).isEqualTo(State.ACTIVE);
        assertThat(server.active().environment()).contains("rehearsal");
        assertThat(node.problems()).isEmpty();
    }

    @Test
    void a_first_grant_that_is_refused_until_the_time_is_over_leads_back_once() {
        refuseWith(ProblemCode.MASKINPORTEN_REFUSED);

        checkUntil(WINDOW.minusSeconds(5));
        assertThat(server.active().environment()).contains("rehearsal");
        checkUntil(Duration.ofMinutes(10));

        assertThat(server.active().environment()).contains("lab");
        assertThat(server.activations()).containsExactly(1L, 2L);
        assertThat(newest().state()).isEqualTo(State.REVERTED);
        assertThat(newest().problem().orElseThrow().code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED);
        assertThat(node.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.SWITCH_REVERTED);
            assertThat(problem.detail().en()).contains("rehearsal", "lab", "Refused by Digdir.");
        });
    }

    @Test
    void the_other_node_follows_the_way_back() {
        FakeEnvironmentRuntime other = new FakeEnvironmentRuntime("lab");
        SwitchService otherNode = switchesOf(other);
        otherNode.check();
        assertThat(other.active().environment()).contains("rehearsal");
        refuseWith(ProblemCode.CERTIFICATE_EXPIRED);

        checkUntil(WINDOW);
        otherNode.check();

        assertThat(other.active().environment()).contains("lab");
        assertThat(other.active().version()).isEqualTo(2);
        assertThat(other.dryRuns())
                .as("the node that executed the switch makes the grants")
                .isEmpty();
    }

    @Test
    void an_outage_extends_the_time_and_never_leads_back() {
        for (ProblemCode outage : new ProblemCode[] {
            ProblemCode.MASKINPORTEN_UNAVAILABLE, ProblemCode.MASKINPORTEN_UNREACHABLE, ProblemCode.HSM_UNAVAILABLE
        }) {
            refuseWith(outage);
            checkUntil(WINDOW.multipliedBy(2));
            assertThat(server.active().environment()).contains("rehearsal");
            assertThat(newest().firstGrant()).contains(FirstGrant.AWAITED);
        }

        server.acceptDryRuns();
        clock.advance(Duration.ofSeconds(5));
        node.check();

        assertThat(newest().firstGrant()).contains(FirstGrant.SUCCEEDED);
    }

    @Test
    void a_refusal_after_the_outage_still_leads_back() {
        refuseWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);
        checkUntil(WINDOW.multipliedBy(2));

        refuseWith(ProblemCode.MASKINPORTEN_REFUSED);
        checkUntil(Duration.ofSeconds(10));

        assertThat(server.active().environment()).contains("lab");
    }

    @Test
    void a_later_switch_ends_the_attempts() {
        refuseWith(ProblemCode.MASKINPORTEN_REFUSED);
        node.check();
        server.acceptDryRuns();
        switch_to("prod");
        node.check();
        refuseWith(ProblemCode.MASKINPORTEN_REFUSED);

        checkUntil(Duration.ofMinutes(10));

        assertThat(server.active().environment()).contains("prod");
        assertThat(node.all()).noneMatch(change -> change.state() == State.REVERTED);
    }

    @Test
    void when_the_node_that_executed_it_is_gone_another_one_takes_over() {
        refuseWith(ProblemCode.MASKINPORTEN_REFUSED);
        node = switches();

        checkUntil(WINDOW.plusSeconds(5));
        assertThat(server.active().environment())
                .as("it may only be restarting")
                .contains("rehearsal");
        checkUntil(Duration.ofSeconds(20));

        assertThat(server.active().environment()).contains("lab");
    }

    @Test
    void without_an_environment_to_go_back_to_it_is_reported() {
        configured.keySet().removeIf(key -> key.contains(".lab."));
        node = switches();
        refuseWith(ProblemCode.MASKINPORTEN_REFUSED);

        checkUntil(WINDOW.multipliedBy(2));

        assertThat(server.active().environment()).contains("rehearsal");
        assertThat(newest().firstGrant()).contains(FirstGrant.REFUSED);
        assertThat(node.problems()).extracting(Problem::code).containsExactly(ProblemCode.SWITCH_REVERTED);
    }
}
