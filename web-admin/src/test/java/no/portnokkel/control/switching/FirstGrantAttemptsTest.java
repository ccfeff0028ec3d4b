package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.control.switching.Switch.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a first grant is attempted, and how the way back reaches the server and its neighbours. */
class FirstGrantAttemptsTest extends SwitchFixture {
    private static final Problem REFUSED =
            Problem.of(ProblemCode.MASKINPORTEN_REFUSED, text("Avvist.", "Refused."), text("Rett.", "Mend."));

    private SwitchService node;

    @BeforeEach
    void given_a_switch_to_rehearsal() {
        node = switches();
        Switch proposal = node.propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        node.approve(proposal.id(), actor("ola"), Optional.empty());
    }

    @Test
    void after_it_has_succeeded_there_are_no_attempts() {
        node.check();
        clock.advance(Duration.ofSeconds(10));
        node.check();

        assertThat(server.dryRuns()).as("of the approval, and the first grant").hasSize(2);
    }

    @Test
    void two_seconds_pass_between_attempts() {
        server.refuseDryRuns(REFUSED);
        node.check();
        clock.advance(Duration.ofSeconds(2).minusMillis(1));
        node.check();
        assertThat(server.dryRuns()).hasSize(2);

        clock.advance(Duration.ofMillis(1));
        node.check();

        assertThat(server.dryRuns()).hasSize(3);
    }

    @Test
    void a_server_that_uses_another_environment_than_the_last_switch_makes_no_attempt() {
        server.activate("lab", 7);

        node.check();

        assertThat(server.dryRuns()).as("of the approval only").hasSize(1);
    }

    @Test
    void the_server_that_goes_back_uses_the_former_environment_at_once() {
        server.refuseDryRuns(REFUSED);
        clock.advance(Duration.ofMinutes(2));

        node.check();

        assertThat(server.active().environment()).contains("lab");
        assertThat(server.activations()).containsExactly(1L, 2L);
    }

    @Test
    void of_two_servers_that_give_up_at_once_one_goes_back_and_the_other_follows() {
        FakeEnvironmentRuntime other = new FakeEnvironmentRuntime("lab");
        SwitchService otherNode = switchesOf(other);
        otherNode.check();
        other.refuseDryRuns(REFUSED);
        server.refuseDryRuns(REFUSED);
        clock.advance(Duration.ofMinutes(3));
        server.duringDryRun(otherNode::check);

        node.check();
        assertThat(other.activations()).containsExactly(1L, 2L);
        assertThat(server.activations()).as("it was reverted already").containsExactly(1L);
        node.check();

        assertThat(server.activations()).containsExactly(1L, 2L);
        assertThat(server.active().environment()).contains("lab");
        assertThat(node.all()).extracting(Switch::state).containsExactly(State.REVERTED);
    }
}
