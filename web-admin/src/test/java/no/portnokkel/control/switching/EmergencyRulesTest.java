package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.switching.Switch.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of ordinary switches that hold in an emergency too, and who reviews which of several emergency changes. */
class EmergencyRulesTest extends SwitchFixture {
    private static final ChangeRecord OUTAGE = ChangeRecord.ofReason("Nede");

    private SwitchService node;

    @BeforeEach
    void given_a_confirmed_rehearsal_and_lab() {
        node = switches();
        for (String target : new String[] {"rehearsal", "lab"}) {
            Switch proposal = node.propose(actor("kari"), target, ChangeRecord.ofReason("Øvelse"));
            node.approve(proposal.id(), actor("ola"), Optional.empty());
        }
    }

    @Test
    void nobody_switches_through_a_node_that_is_not_fit() {
        int dryRuns = server.dryRuns().size();
        server.becomeUnfitToConfirm(Problem.of(ProblemCode.SWITCH_CONFLICT, text("a", "b"), text("c", "d")));

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> node.switchInEmergency(actor("ola"), "rehearsal", OUTAGE));

        assertThat(server.dryRuns()).hasSize(dryRuns);
        assertThat(server.active().environment()).contains("lab");
    }

    @Test
    void a_certificate_that_is_replaced_during_the_dry_run_is_a_conflict() {
        server.duringDryRun(server::renewCertificate);

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> node.switchInEmergency(actor("ola"), "rehearsal", OUTAGE));

        assertThat(server.active().environment()).contains("lab");
        assertThat(node.all()).noneMatch(Switch::isEmergency);
    }

    @Test
    void it_is_rolled_back_as_soon_as_its_first_grant_was_refused_until_the_time_was_over() {
        Switch executed = node.switchInEmergency(actor("ola"), "rehearsal", OUTAGE);
        server.refuseDryRuns(
                Problem.of(ProblemCode.MASKINPORTEN_REFUSED, text("Avvist.", "Refused."), text("Rett.", "Mend.")));
        clock.advance(Duration.ofMinutes(2));

        node.check();

        assertThat(server.active().environment()).contains("lab");
        assertThat(node.all())
                .filteredOn(change -> change.id().equals(executed.id()))
                .extracting(Switch::state)
                .containsExactly(State.REVERTED);
    }

    @Test
    void what_one_person_did_through_other_nodes_counts_and_what_another_one_did_does_not() {
        for (int number = 1; number <= 10; number++) {
            switches().switchInEmergency(actor("ola"), other(), OUTAGE);
        }
        SwitchService restarted = switches();

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> restarted.switchInEmergency(actor("ola"), other(), OUTAGE));
        assertThat(restarted.switchInEmergency(actor("kari"), other(), OUTAGE).state())
                .isEqualTo(State.ACTIVE);
    }

    private String other() {
        return server.active().environment().equals(Optional.of("lab")) ? "rehearsal" : "lab";
    }

    @Test
    void each_of_two_persons_reviews_what_the_other_one_did() {
        Switch byOla = node.switchInEmergency(actor("ola"), "rehearsal", OUTAGE);
        clock.advance(Duration.ofSeconds(1));
        Switch byKari = node.switchInEmergency(actor("kari"), "lab", OUTAGE);

        assertThat(node.review(byOla.id(), actor("kari"), "Lest").id()).isEqualTo(byOla.id());
        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> node.review(byKari.id(), actor("kari"), "Lest"));
        assertThat(node.review(byKari.id(), actor("ola"), "Lest").id()).isEqualTo(byKari.id());
        assertThat(node.problems()).isEmpty();
    }

    @Test
    void an_unknown_emergency_change_is_not_found_while_another_one_waits() {
        node.switchInEmergency(actor("ola"), "rehearsal", OUTAGE);

        assertRejected(ProblemCode.NOT_FOUND, () -> node.review(UUID.randomUUID(), actor("kari"), "Lest"));
    }

    @Test
    void a_note_of_a_thousand_characters_is_accepted_and_a_longer_one_is_not() {
        String longest = "Ø".repeat(1_000);
        Switch executed = node.switchInEmergency(actor("ola"), "rehearsal", OUTAGE);

        assertRejected(ProblemCode.REQUEST_INVALID, () -> node.review(executed.id(), actor("kari"), longest + "Ø"));
        assertThat(node.review(executed.id(), actor("kari"), longest)
                        .review()
                        .orElseThrow()
                        .note())
                .isEqualTo(longest);
    }
}
