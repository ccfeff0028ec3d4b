package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.switching.Switch.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** Approval, withdrawal and expiry, and what of them survives a restart. */
class SwitchDecisionTest extends SwitchFixture {
    @Test
    void a_list_never_shows_an_expired_proposal_as_open() {
        switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(switches().all()).extracting(Switch::state).containsExactly(State.PROPOSED);

        clock.advance(Duration.ofMillis(1));

        assertThat(switches().all()).extracting(Switch::state).containsExactly(State.EXPIRED);
    }

    @Test
    void an_expired_proposal_is_refused_before_a_token_is_fetched_and_says_so() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        clock.advance(Duration.ofHours(24));

        assertConflict("expired", () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
        assertThat(server.dryRuns()).isEmpty();
        assertConflict("expired", () -> switches().withdraw(proposal.id(), actor("kari")));
    }

    @Test
    void a_proposal_that_expires_during_the_dry_run_is_not_executed() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        server.duringDryRun(() -> clock.advance(Duration.ofHours(24)));

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));

        assertThat(server.activations()).isEmpty();
    }

    @Test
    void a_certificate_that_is_replaced_during_the_dry_run_is_a_conflict() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        server.duringDryRun(server::renewCertificate);

        assertConflict("have changed", () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));

        assertThat(server.activations()).isEmpty();
        assertThat(switches().all()).extracting(Switch::state).containsExactly(State.PROPOSED);
    }

    @Test
    void a_proposer_who_was_removed_is_a_conflict() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        configured.keySet().removeIf(key -> key.contains(".kari."));

        assertConflict("have changed", () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void a_decision_names_the_person_and_the_time() {
        Switch first = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        Switch second = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjon"));
        clock.advance(Duration.ofMinutes(5));
        Decision byPer = new Decision(person("per"), clock.instant());

        assertThat(switches().withdraw(second.id(), actor("per")).decision()).contains(byPer);
        assertThat(switches()
                        .approve(first.id(), actor("per"), Optional.empty())
                        .decision())
                .contains(byPer);
        assertThat(switches().all())
                .extracting(one -> one.decision().orElseThrow())
                .containsOnly(byPer);
    }

    @Test
    void a_decided_switch_requires_no_approval_and_says_what_was_decided() {
        Switch withdrawn = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjon"));
        Switch approved = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));

        assertThat(switches().requirements(switches().withdraw(withdrawn.id(), actor("kari"))))
                .isEmpty();
        assertThat(switches().requirements(switches().approve(approved.id(), actor("ola"), Optional.empty())))
                .isEmpty();
        assertConflict("withdrawn", () -> switches().approve(withdrawn.id(), actor("ola"), Optional.empty()));
        assertConflict(
                "already been approved", () -> switches().approve(approved.id(), actor("ola"), Optional.empty()));
        assertConflict("already been approved", () -> switches().withdraw(approved.id(), actor("ola")));
    }

    @Test
    void somebody_who_decides_during_the_dry_run_comes_first() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        server.duringDryRun(() -> switches().withdraw(proposal.id(), actor("kari")));

        assertConflict("at the same time", () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));

        assertThat(server.activations()).isEmpty();
        assertThat(switches().all()).extracting(Switch::state).containsExactly(State.WITHDRAWN);
    }

    @Test
    void an_unknown_switch_cannot_be_withdrawn() {
        UUID unknown = UUID.randomUUID();
        assertThatThrownBy(() -> switches().withdraw(unknown, actor("ola")))
                .isInstanceOfSatisfying(ProblemException.class, missing -> {
                    assertThat(missing.problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
                    assertThat(missing.problem().detail().en()).contains(unknown.toString());
                });
    }

    @Test
    void a_version_is_never_reused_even_after_the_data_directory_of_the_server_is_lost() {
        Switch first = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        switches().approve(first.id(), actor("ola"), Optional.empty());
        FakeEnvironmentRuntime reinstalled = new FakeEnvironmentRuntime("lab");
        Switch early = switchesOf(reinstalled).propose(actor("kari"), "prod", ChangeRecord.ofReason("For tidlig"));
        assertConflict(
                "have changed", () -> switchesOf(reinstalled).approve(early.id(), actor("ola"), Optional.empty()));

        switchesOf(reinstalled).check();
        Switch again = switchesOf(reinstalled).propose(actor("kari"), "lab", ChangeRecord.ofReason("Tilbake"));
        switchesOf(reinstalled).approve(again.id(), actor("ola"), Optional.empty());

        assertThat(reinstalled.active().version()).isEqualTo(2);
    }

    @Test
    void a_server_that_uses_the_stored_choice_or_a_newer_one_is_left_alone_after_a_restart() {
        switches().check();
        assertThat(server.activations()).as("nothing is stored").isEmpty();

        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        switches().approve(proposal.id(), actor("ola"), Optional.empty());
        switches().check();
        assertThat(server.activations()).as("it is in use").containsExactly(1L);

        server.activate("lab", 7);
        switches().check();
        assertThat(server.active().environment()).contains("lab");
    }

    @Test
    void an_endless_text_of_a_failed_dry_run_is_stored_as_far_as_it_fits() {
        String endless = "x".repeat(4_000) + "y";
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        server.refuseDryRuns(
                Problem.of(ProblemCode.HSM_UNAVAILABLE, text(endless, endless), text("Vent.", "x".repeat(4_000))));

        assertRejected(
                ProblemCode.SWITCH_DRY_RUN_FAILED,
                () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));

        assertThat(switches().all()).singleElement().satisfies(open -> {
            Problem stored = open.problem().orElseThrow();
            assertThat(stored.detail()).isEqualTo(text("x".repeat(4_000), "x".repeat(4_000)));
            assertThat(stored.remedy()).isEqualTo(text("Vent.", "x".repeat(4_000)));
        });
    }

    @Test
    void the_problem_of_the_latest_dry_run_replaces_the_one_before() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        for (String cause : new String[] {"First.", "Second."}) {
            server.refuseDryRuns(Problem.of(ProblemCode.HSM_UNAVAILABLE, text("Feil.", cause), text("Vent.", "Wait.")));
            assertRejected(
                    ProblemCode.SWITCH_DRY_RUN_FAILED,
                    () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
        }

        assertThat(switches().all())
                .singleElement()
                .satisfies(open ->
                        assertThat(open.problem().orElseThrow().detail().en()).isEqualTo("Second."));
    }

    private static void assertConflict(String detail, Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.SWITCH_CONFLICT);
            assertThat(refused.problem().detail().en()).contains(detail);
        });
    }
}
