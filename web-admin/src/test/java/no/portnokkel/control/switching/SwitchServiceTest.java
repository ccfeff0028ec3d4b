package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class SwitchServiceTest extends SwitchFixture {
    @Test
    void a_proposal_shows_the_differing_settings_and_changes_nothing() {
        Switch proposal =
                switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse før produksjon"));

        assertThat(proposal.from()).contains("lab");
        assertThat(proposal.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(24)));
        assertThat(proposal.difference())
                .contains(
                        new Switch.Difference("client-id", Optional.of("lab-client"), Optional.of("rehearsal-client")),
                        new Switch.Difference(
                                "issuer",
                                Optional.of("https://lab.bank.example/"),
                                Optional.of("https://rehearsal.bank.example/")))
                .extracting(Switch.Difference::what)
                .doesNotContain("class", "key", "certificate");
        assertThat(switches().all()).containsExactly(proposal);
        assertThat(server.active().environment()).contains("lab");
        assertThat(server.dryRuns()).isEmpty();
    }

    @Test
    void a_reason_that_nobody_can_see_is_none() {
        for (String reason : List.of("", " ", "\u200b", "\u2060\u00a0", "\u3164", "\u202e\u202c")) {
            assertRejected(
                    ProblemCode.REQUEST_INVALID,
                    () -> switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason(reason)));
        }
    }

    @Test
    void one_person_can_have_ten_open_proposals() {
        for (int open = 0; open < 10; open++) {
            switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        }
        assertRejected(
                ProblemCode.SWITCH_CONFLICT,
                () -> switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse")));

        Switch other = switches().propose(actor("per"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        assertThat(other.state()).isEqualTo(Switch.State.PROPOSED);
        clock.advance(Duration.ofHours(24));
        assertThat(switches()
                        .propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"))
                        .state())
                .isEqualTo(Switch.State.PROPOSED);
    }

    @Test
    void fifty_proposals_can_be_open_in_total() {
        for (int name = 0; name < 6; name++) {
            user("operator" + name, "operator");
        }
        for (int open = 0; open < 50; open++) {
            switches().propose(actor("operator" + open / 10), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        }
        assertRejected(
                ProblemCode.SWITCH_CONFLICT,
                () -> switches().propose(actor("operator5"), "rehearsal", ChangeRecord.ofReason("Øvelse")));
    }

    @Test
    void the_proposer_cannot_approve() {
        Switch proposal = switches().propose(actor("both"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        assertThat(switches().requirements(proposal)).containsExactly(Switch.ApprovalRequirement.OTHER_PERSON);
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(proposal.id(), actor("both"), Optional.empty()));
        assertThat(server.active().environment()).contains("lab");
    }

    @Test
    void a_second_person_approves_and_the_environment_is_switched() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));

        Switch approved = switches().approve(proposal.id(), actor("per"), Optional.empty());

        assertThat(approved.state()).isEqualTo(Switch.State.ACTIVE);
        assertThat(approved.decision().orElseThrow().by()).isEqualTo(person("per"));
        assertThat(server.dryRuns()).containsExactly("rehearsal");
        assertThat(server.active().environment()).contains("rehearsal");
        assertThat(server.active().version()).isEqualTo(1);
    }

    @Test
    void no_switch_is_approved_through_a_node_that_is_not_fit_and_proposals_are_open_to_it() {
        server.becomeUnfitToSwitch(Problem.of(ProblemCode.SWITCH_CONFLICT, text("a", "b"), text("c", "d")));

        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("per"), Optional.empty()));
        assertThat(server.dryRuns()).isEmpty();
        assertThat(switches().all()).containsExactly(proposal);
    }

    @Test
    void a_viewer_cannot_approve() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        assertRejected(
                ProblemCode.ROLE_MISSING, () -> switches().approve(proposal.id(), actor("vera"), Optional.empty()));
    }

    @Test
    void a_switch_to_production_needs_a_second_person_with_another_role() {
        Switch proposal = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjonssetting"));
        assertThat(switches().requirements(proposal))
                .containsExactly(Switch.ApprovalRequirement.OTHER_PERSON, Switch.ApprovalRequirement.OTHER_ROLE);
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(proposal.id(), actor("per"), Optional.empty()));
        switches().approve(proposal.id(), actor("ola"), Optional.empty());
        assertThat(server.active().environment()).contains("prod");
    }

    @Test
    void a_switch_away_from_production_needs_a_second_person_with_another_role() {
        server.activate("prod", 1);
        Switch proposal = switches().propose(actor("both"), "lab", ChangeRecord.ofReason("Tilbake"));
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void one_person_is_enough_when_configured_and_production_is_not_involved() {
        configured.put("portnokkel.admin.one-person-switch", "true");
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        assertThat(switches().requirements(proposal)).isEmpty();
        switches().approve(proposal.id(), actor("kari"), Optional.empty());
        assertThat(server.active().environment()).contains("rehearsal");

        Switch production = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Alene"));
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(production.id(), actor("kari"), Optional.empty()));
    }

    @Test
    void a_failed_dry_run_changes_only_the_problem_of_the_proposal() {
        Problem cause = new Problem(
                ProblemCode.MASKINPORTEN_REFUSED,
                text("Maskinporten avviste.", "Maskinporten refused."),
                text("Registrer nøkkelen.", "Register the key."),
                Owner.SECURITY_OFFICER,
                "MP-121",
                "trace-1");
        server.refuseDryRuns(cause);
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));

        assertThatThrownBy(() -> switches().approve(proposal.id(), actor("ola"), Optional.empty()))
                .isInstanceOfSatisfying(ProblemException.class, failed -> {
                    assertThat(failed.problem().code()).isEqualTo(ProblemCode.SWITCH_DRY_RUN_FAILED);
                    assertThat(failed.problem().detail().en()).endsWith("Maskinporten refused.");
                    assertThat(failed.problem().mp()).isEqualTo("MP-121");
                    assertThat(failed.problem().traceId()).isEqualTo("trace-1");
                });

        assertThat(server.active().environment()).contains("lab");
        assertThat(switches().all()).singleElement().satisfies(still -> {
            assertThat(still.state()).isEqualTo(Switch.State.PROPOSED);
            assertThat(still.problem()).contains(cause);
        });

        server.acceptDryRuns();
        assertThat(switches()
                        .approve(proposal.id(), actor("ola"), Optional.empty())
                        .problem())
                .isEmpty();
    }

    @Test
    void settings_changed_after_the_proposal_are_a_conflict() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        client("rehearsal", "somebody-elses-client");
        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
        assertThat(server.dryRuns()).isEmpty();
    }

    @Test
    void settings_of_the_environment_in_use_that_changed_after_the_proposal_are_a_conflict() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        client("lab", "another-client");
        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void a_rule_about_persons_that_changed_after_the_proposal_is_a_conflict() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        configured.put("portnokkel.admin.one-person-switch", "true");
        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void a_certificate_renewed_after_the_proposal_is_a_conflict() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        server.renewCertificate();

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
        assertThat(server.dryRuns()).isEmpty();
    }

    @Test
    void while_the_hsm_is_unavailable_the_dry_run_fails_and_the_proposal_stays_open() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        server.loseHsm();
        server.refuseDryRuns(Problem.of(ProblemCode.HSM_UNAVAILABLE, text("Borte.", "Away."), text("Vent.", "Wait.")));

        assertRejected(
                ProblemCode.SWITCH_DRY_RUN_FAILED,
                () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
        assertThat(switches().all()).extracting(Switch::state).containsExactly(Switch.State.PROPOSED);
    }

    @Test
    void an_account_added_after_the_proposal_is_a_conflict() {
        Switch proposal = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Alene"));
        user("kari2", "security-officer");
        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("kari2"), Optional.empty()));
    }

    @Test
    void executing_one_proposal_invalidates_another_from_the_same_environment() {
        Switch first = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        Switch second = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjon"));
        switches().approve(first.id(), actor("ola"), Optional.empty());
        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(second.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void a_proposal_expires_after_24_hours() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        clock.advance(Duration.ofHours(24));
        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
        assertThat(switches().all()).extracting(Switch::state).containsExactly(Switch.State.EXPIRED);
    }

    @Test
    void a_withdrawn_proposal_cannot_be_approved() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        assertThat(switches().withdraw(proposal.id(), actor("per")).state()).isEqualTo(Switch.State.WITHDRAWN);
        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().withdraw(proposal.id(), actor("kari")));
    }

    @Test
    void the_stored_choice_is_restored_after_a_restart() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        switches().approve(proposal.id(), actor("ola"), Optional.empty());

        FakeEnvironmentRuntime restarted = new FakeEnvironmentRuntime("lab");
        switchesOf(restarted).check();

        assertThat(restarted.active().environment()).contains("rehearsal");
        assertThat(restarted.active().version()).isEqualTo(1);
    }

    @Test
    void a_version_is_never_reused_even_after_the_database_is_lost() {
        server.activate("lab", 41);
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        switches().approve(proposal.id(), actor("ola"), Optional.empty());
        assertThat(server.active().version()).isEqualTo(42);
    }

    @Test
    void of_two_concurrent_approvals_one_succeeds() throws Exception {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));

        assertOneSucceeds(proposal, proposal);

        assertThat(server.active().version()).isEqualTo(1);
    }

    @Test
    void of_two_different_switches_that_are_approved_at_once_one_succeeds() throws Exception {
        for (int round = 1; round <= 10; round++) {
            String active = server.active().environment().orElseThrow();
            List<Switch> proposals = Stream.of("lab", "rehearsal", "prod")
                    .filter(environment -> !environment.equals(active))
                    .map(environment -> switches().propose(actor("kari"), environment, ChangeRecord.ofReason("Øvelse")))
                    .toList();

            assertOneSucceeds(proposals.get(0), proposals.get(1));

            assertThat(server.active().version()).isEqualTo(round);
            proposals.forEach(proposal -> codeOf(() -> switches().withdraw(proposal.id(), actor("kari"))));
        }
    }

    /** Two persons who may approve anything approve at once, each on a node of their own. */
    private void assertOneSucceeds(Switch first, Switch second) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<Optional<ProblemCode>> byOla = executor.submit(() -> approval(start, first, "ola"));
            Future<Optional<ProblemCode>> byBoth = executor.submit(() -> approval(start, second, "both"));
            assertThat(List.of(byOla.get(), byBoth.get()))
                    .containsExactlyInAnyOrder(Optional.empty(), Optional.of(ProblemCode.SWITCH_CONFLICT));
        } finally {
            executor.shutdownNow();
        }
    }

    private Optional<ProblemCode> approval(CyclicBarrier start, Switch proposal, String approver) throws Exception {
        SwitchService node = switches();
        start.await();
        return codeOf(() -> node.approve(proposal.id(), actor(approver), Optional.empty()));
    }

    @Test
    void the_first_switch_has_no_source_environment() {
        FakeEnvironmentRuntime fresh = new FakeEnvironmentRuntime(null);
        Switch proposal = switchesOf(fresh).propose(actor("kari"), "lab", ChangeRecord.ofReason("Første valg"));
        assertThat(proposal.from()).isEmpty();
        assertThat(proposal.difference()).extracting(Switch.Difference::from).containsOnly(Optional.empty());
        switchesOf(fresh).approve(proposal.id(), actor("ola"), Optional.empty());
        assertThat(fresh.active().environment()).contains("lab");
    }

    @Test
    void an_environment_that_is_not_ready_cannot_be_proposed() {
        configured.put("portnokkel.environments.ver2.client-id", "old-client");
        configured.put("portnokkel.environments.half.issuer", "https://half.bank.example/");
        assertRejected(
                ProblemCode.REQUEST_INVALID,
                () -> switches().propose(actor("kari"), "lab", ChangeRecord.ofReason("Alt i bruk")));
        assertRejected(
                ProblemCode.ENVIRONMENT_RETIRED,
                () -> switches().propose(actor("kari"), "ver2", ChangeRecord.ofReason("Gammelt")));
        assertRejected(
                ProblemCode.REQUEST_INVALID,
                () -> switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("  ")));
        assertThatThrownBy(() -> switches().propose(actor("kari"), "half", ChangeRecord.ofReason("Halvt")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
                    assertThat(refused.problem().detail().en()).contains("client-id", "organisation-number");
                    assertThat(refused.problem().detail().no()).contains("client-id", "organisation-number");
                });
        assertThatThrownBy(() -> switches().propose(actor("kari"), "nowhere", ChangeRecord.ofReason("Feil")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().remedy().en())
                                .contains("prod", "rehearsal")
                                .doesNotContain("lab", "half", "ver2"));
    }

    @Test
    void an_unknown_switch_is_not_found() {
        assertRejected(
                ProblemCode.NOT_FOUND, () -> switches().approve(UUID.randomUUID(), actor("ola"), Optional.empty()));
    }
}
