package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse før produksjon");

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
            assertRejected(ProblemCode.REQUEST_INVALID, () -> switches().propose(person("kari"), "rehearsal", reason));
        }
    }

    @Test
    void one_person_can_have_ten_open_proposals() {
        for (int open = 0; open < 10; open++) {
            switches().propose(person("kari"), "rehearsal", "Øvelse");
        }
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().propose(person("kari"), "rehearsal", "Øvelse"));

        Switch other = switches().propose(person("per"), "rehearsal", "Øvelse");
        assertThat(other.state()).isEqualTo(Switch.State.PROPOSED);
        clock.advance(Duration.ofHours(24));
        assertThat(switches().propose(person("kari"), "rehearsal", "Øvelse").state())
                .isEqualTo(Switch.State.PROPOSED);
    }

    @Test
    void fifty_proposals_can_be_open_in_total() {
        for (int name = 0; name < 6; name++) {
            user("operator" + name, "operator");
        }
        for (int open = 0; open < 50; open++) {
            switches().propose(person("operator" + open / 10), "rehearsal", "Øvelse");
        }
        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().propose(person("operator5"), "rehearsal", "Øvelse"));
    }

    @Test
    void the_proposer_cannot_approve() {
        Switch proposal = switches().propose(person("both"), "rehearsal", "Øvelse");
        assertThat(switches().requirements(proposal)).containsExactly(Switch.ApprovalRequirement.OTHER_PERSON);
        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> switches().approve(proposal.id(), person("both")));
        assertThat(server.active().environment()).contains("lab");
    }

    @Test
    void a_second_person_approves_and_the_environment_is_switched() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");

        Switch approved = switches().approve(proposal.id(), person("per"));

        assertThat(approved.state()).isEqualTo(Switch.State.ACTIVE);
        assertThat(approved.decision().orElseThrow().by()).isEqualTo("per");
        assertThat(server.dryRuns()).containsExactly("rehearsal");
        assertThat(server.active().environment()).contains("rehearsal");
        assertThat(server.active().version()).isEqualTo(1);
    }

    @Test
    void a_viewer_cannot_approve() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        assertRejected(ProblemCode.ROLE_MISSING, () -> switches().approve(proposal.id(), person("vera")));
    }

    @Test
    void a_switch_to_production_needs_a_second_person_with_another_role() {
        Switch proposal = switches().propose(person("kari"), "prod", "Produksjonssetting");
        assertThat(switches().requirements(proposal))
                .containsExactly(Switch.ApprovalRequirement.OTHER_PERSON, Switch.ApprovalRequirement.OTHER_ROLE);
        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> switches().approve(proposal.id(), person("per")));
        switches().approve(proposal.id(), person("ola"));
        assertThat(server.active().environment()).contains("prod");
    }

    @Test
    void a_switch_away_from_production_needs_a_second_person_with_another_role() {
        server.activate("prod", 1);
        Switch proposal = switches().propose(person("both"), "lab", "Tilbake");
        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> switches().approve(proposal.id(), person("ola")));
    }

    @Test
    void one_person_is_enough_when_configured_and_production_is_not_involved() {
        configured.put("portnokkel.admin.one-person-switch", "true");
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        assertThat(switches().requirements(proposal)).isEmpty();
        switches().approve(proposal.id(), person("kari"));
        assertThat(server.active().environment()).contains("rehearsal");

        Switch production = switches().propose(person("kari"), "prod", "Alene");
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> switches().approve(production.id(), person("kari")));
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
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");

        assertThatThrownBy(() -> switches().approve(proposal.id(), person("ola")))
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
        assertThat(switches().approve(proposal.id(), person("ola")).problem()).isEmpty();
    }

    @Test
    void settings_changed_after_the_proposal_are_a_conflict() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        client("rehearsal", "somebody-elses-client");
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("ola")));
        assertThat(server.dryRuns()).isEmpty();
    }

    @Test
    void a_certificate_renewed_after_the_proposal_is_a_conflict() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        server.renewCertificate();

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("ola")));
        assertThat(server.dryRuns()).isEmpty();
    }

    @Test
    void while_the_hsm_is_unavailable_the_dry_run_fails_and_the_proposal_stays_open() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        server.loseHsm();
        server.refuseDryRuns(Problem.of(ProblemCode.HSM_UNAVAILABLE, text("Borte.", "Away."), text("Vent.", "Wait.")));

        assertRejected(ProblemCode.SWITCH_DRY_RUN_FAILED, () -> switches().approve(proposal.id(), person("ola")));
        assertThat(switches().all()).extracting(Switch::state).containsExactly(Switch.State.PROPOSED);
    }

    @Test
    void an_account_added_after_the_proposal_is_a_conflict() {
        Switch proposal = switches().propose(person("kari"), "prod", "Alene");
        user("kari2", "security-officer");
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("kari2")));
    }

    @Test
    void executing_one_proposal_invalidates_another_from_the_same_environment() {
        Switch first = switches().propose(person("kari"), "rehearsal", "Øvelse");
        Switch second = switches().propose(person("kari"), "prod", "Produksjon");
        switches().approve(first.id(), person("ola"));
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(second.id(), person("ola")));
    }

    @Test
    void a_proposal_expires_after_24_hours() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        clock.advance(Duration.ofHours(24));
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("ola")));
        assertThat(switches().all()).extracting(Switch::state).containsExactly(Switch.State.EXPIRED);
    }

    @Test
    void a_withdrawn_proposal_cannot_be_approved() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        assertThat(switches().withdraw(proposal.id(), person("per")).state()).isEqualTo(Switch.State.WITHDRAWN);
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("ola")));
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().withdraw(proposal.id(), person("kari")));
    }

    @Test
    void the_stored_choice_is_restored_after_a_restart() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        switches().approve(proposal.id(), person("ola"));

        FakeEnvironmentRuntime restarted = new FakeEnvironmentRuntime("lab");
        switchesOf(restarted).restore();

        assertThat(restarted.active().environment()).contains("rehearsal");
        assertThat(restarted.active().version()).isEqualTo(1);
    }

    @Test
    void a_version_is_never_reused_even_after_the_database_is_lost() {
        server.activate("lab", 41);
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        switches().approve(proposal.id(), person("ola"));
        assertThat(server.active().version()).isEqualTo(42);
    }

    @Test
    void of_two_concurrent_approvals_one_succeeds() throws Exception {
        SwitchService service = switches();
        Switch proposal = service.propose(person("kari"), "rehearsal", "Øvelse");
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            List<Future<Optional<ProblemCode>>> answers = Stream.of("per", "ola")
                    .map(name -> executor.submit(() -> {
                        start.await();
                        return codeOf(() -> service.approve(proposal.id(), person(name)));
                    }))
                    .toList();
            assertThat(Set.of(answers.get(0).get(), answers.get(1).get()))
                    .containsExactlyInAnyOrder(Optional.empty(), Optional.of(ProblemCode.SWITCH_CONFLICT));
        } finally {
            executor.shutdownNow();
        }
        assertThat(server.active().version()).isEqualTo(1);
    }

    @Test
    void the_first_switch_has_no_source_environment() {
        FakeEnvironmentRuntime fresh = new FakeEnvironmentRuntime(null);
        Switch proposal = switchesOf(fresh).propose(person("kari"), "lab", "Første valg");
        assertThat(proposal.from()).isEmpty();
        assertThat(proposal.difference()).extracting(Switch.Difference::from).containsOnly(Optional.empty());
        switchesOf(fresh).approve(proposal.id(), person("ola"));
        assertThat(fresh.active().environment()).contains("lab");
    }

    @Test
    void an_environment_that_is_not_ready_cannot_be_proposed() {
        configured.put("portnokkel.environments.ver2.client-id", "old-client");
        configured.put("portnokkel.environments.half.issuer", "https://half.bank.example/");
        assertRejected(ProblemCode.REQUEST_INVALID, () -> switches().propose(person("kari"), "lab", "Alt i bruk"));
        assertRejected(ProblemCode.ENVIRONMENT_RETIRED, () -> switches().propose(person("kari"), "ver2", "Gammelt"));
        assertRejected(ProblemCode.REQUEST_INVALID, () -> switches().propose(person("kari"), "rehearsal", "  "));
        assertThatThrownBy(() -> switches().propose(person("kari"), "half", "Halvt"))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
                    assertThat(refused.problem().detail().en()).contains("client-id", "organisation-number");
                    assertThat(refused.problem().detail().no()).contains("client-id", "organisation-number");
                });
        assertThatThrownBy(() -> switches().propose(person("kari"), "nowhere", "Feil"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().remedy().en())
                                .contains("prod", "rehearsal")
                                .doesNotContain("lab", "half", "ver2"));
    }

    @Test
    void an_unknown_switch_is_not_found() {
        assertRejected(ProblemCode.NOT_FOUND, () -> switches().approve(UUID.randomUUID(), person("ola")));
    }
}
