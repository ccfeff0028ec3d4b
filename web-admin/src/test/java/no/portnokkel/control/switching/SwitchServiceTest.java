package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchServiceTest {
    private static final String HASH =
            "PBKDF2WithHmacSHA512:2048:c2FsdHNhbHRzYWx0c2FsdA==:" + "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g=";

    @TempDir
    Path dataDir;

    private final Map<String, String> configured = new HashMap<>();
    private final FakeEnvironmentRuntime server = new FakeEnvironmentRuntime("lab");
    private final ManualInstantClock clock = new ManualInstantClock();

    @BeforeEach
    void a_bank_with_two_test_environments_and_production() {
        environment("lab", "https://lab.bank.example/", "lab-client");
        environment("rehearsal", "https://rehearsal.bank.example/", "rehearsal-client");
        client("prod", "prod-client");
        user("kari", "operator");
        user("per", "operator");
        user("ola", "security-officer");
        user("both", "operator, security-officer");
        user("vera", "viewer");
    }

    @Test
    void a_proposal_shows_what_it_changes_and_changes_nothing() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse før produksjon");

        assertThat(proposal.from()).contains("lab");
        assertThat(proposal.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(24)));
        assertThat(proposal.difference())
                .contains(
                        new Difference("client-id", Optional.of("lab-client"), Optional.of("rehearsal-client")),
                        new Difference(
                                "issuer",
                                Optional.of("https://lab.bank.example/"),
                                Optional.of("https://rehearsal.bank.example/")))
                .extracting(Difference::what)
                .doesNotContain("class", "key", "certificate");
        assertThat(switches().all()).containsExactly(proposal);
        assertThat(server.active().environment()).contains("lab");
        assertThat(server.dryRuns()).isEmpty();
    }

    @Test
    void the_proposer_alone_cannot() {
        Switch proposal = switches().propose(person("both"), "rehearsal", "Øvelse");
        assertThat(switches().needs(proposal)).containsExactly(ApprovalRequirement.OTHER_PERSON);
        refused(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> switches().approve(proposal.id(), person("both")));
        assertThat(server.active().environment()).contains("lab");
    }

    @Test
    void a_second_person_can() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");

        Switch approved = switches().approve(proposal.id(), person("per"));

        assertThat(approved.state()).isEqualTo(SwitchState.ACTIVE);
        assertThat(approved.decision().orElseThrow().by()).isEqualTo("per");
        assertThat(server.dryRuns()).containsExactly("rehearsal");
        assertThat(server.active().environment()).contains("rehearsal");
        assertThat(server.active().version()).isEqualTo(1);
    }

    @Test
    void a_viewer_cannot_approve() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        refused(ProblemCode.ROLE_MISSING, () -> switches().approve(proposal.id(), person("vera")));
    }

    @Test
    void production_takes_two_functions() {
        Switch proposal = switches().propose(person("kari"), "prod", "Produksjonssetting");
        assertThat(switches().needs(proposal))
                .containsExactly(ApprovalRequirement.OTHER_PERSON, ApprovalRequirement.OTHER_ROLE);
        refused(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> switches().approve(proposal.id(), person("per")));
        switches().approve(proposal.id(), person("ola"));
        assertThat(server.active().environment()).contains("prod");
    }

    @Test
    void the_way_out_of_production_takes_two_functions_too() {
        server.activate("prod", 1);
        Switch proposal = switches().propose(person("both"), "lab", "Tilbake");
        refused(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> switches().approve(proposal.id(), person("ola")));
    }

    @Test
    void one_person_is_enough_where_the_bank_says_so_and_production_is_not_touched() {
        configured.put("portnokkel.admin.one-person-switch", "true");
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        assertThat(switches().needs(proposal)).isEmpty();
        switches().approve(proposal.id(), person("kari"));
        assertThat(server.active().environment()).contains("rehearsal");

        Switch production = switches().propose(person("kari"), "prod", "Alene");
        refused(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> switches().approve(production.id(), person("kari")));
    }

    @Test
    void a_dry_run_that_fails_changes_nothing_but_the_proposals_problem() {
        Problem cause = new Problem(
                ProblemCode.MASKINPORTEN_REFUSED,
                new Text("Maskinporten avviste.", "Maskinporten refused."),
                new Text("Registrer nøkkelen.", "Register the key."),
                Owner.SECURITY_OFFICER,
                "MP-121",
                "trace-1");
        server.refusesDryRuns(cause);
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
            assertThat(still.state()).isEqualTo(SwitchState.PROPOSED);
            assertThat(still.problem()).contains(cause);
        });

        server.takesDryRuns();
        assertThat(switches().approve(proposal.id(), person("ola")).problem()).isEmpty();
    }

    @Test
    void settings_that_changed_after_the_proposal_are_a_conflict() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        client("rehearsal", "somebody-elses-client");
        refused(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("ola")));
        assertThat(server.dryRuns()).isEmpty();
    }

    @Test
    void a_certificate_that_was_renewed_after_the_proposal_is_a_conflict() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        server.renewsItsCertificate();

        refused(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("ola")));
        assertThat(server.dryRuns()).isEmpty();
    }

    @Test
    void while_the_hsm_is_away_the_dry_run_says_so_and_the_proposal_stays() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        server.losesItsHsm();
        server.refusesDryRuns(
                Problem.of(ProblemCode.HSM_UNAVAILABLE, new Text("Borte.", "Away."), new Text("Vent.", "Wait.")));

        refused(ProblemCode.SWITCH_DRY_RUN_FAILED, () -> switches().approve(proposal.id(), person("ola")));
        assertThat(switches().all()).extracting(Switch::state).containsExactly(SwitchState.PROPOSED);
    }

    @Test
    void a_second_account_for_oneself_is_a_conflict() {
        Switch proposal = switches().propose(person("kari"), "prod", "Alene");
        user("kari2", "security-officer");
        refused(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("kari2")));
    }

    @Test
    void of_two_proposals_from_one_environment_only_the_first_is_still_what_was_proposed() {
        Switch first = switches().propose(person("kari"), "rehearsal", "Øvelse");
        Switch second = switches().propose(person("kari"), "prod", "Produksjon");
        switches().approve(first.id(), person("ola"));
        refused(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(second.id(), person("ola")));
    }

    @Test
    void after_a_day_a_proposal_has_expired() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        clock.passes(Duration.ofHours(24));
        refused(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("ola")));
        assertThat(switches().all()).extracting(Switch::state).containsExactly(SwitchState.EXPIRED);
    }

    @Test
    void a_withdrawn_proposal_cannot_be_approved() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        assertThat(switches().withdraw(proposal.id(), person("per")).state()).isEqualTo(SwitchState.WITHDRAWN);
        refused(ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), person("ola")));
        refused(ProblemCode.SWITCH_CONFLICT, () -> switches().withdraw(proposal.id(), person("kari")));
    }

    @Test
    void the_choice_survives_a_restart_that_lost_the_file() {
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        switches().approve(proposal.id(), person("ola"));

        FakeEnvironmentRuntime restarted = new FakeEnvironmentRuntime("lab");
        switchesOf(restarted).restore();

        assertThat(restarted.active().environment()).contains("rehearsal");
        assertThat(restarted.active().version()).isEqualTo(1);
    }

    @Test
    void a_version_never_comes_twice_even_when_the_database_was_lost() {
        server.activate("lab", 41);
        Switch proposal = switches().propose(person("kari"), "rehearsal", "Øvelse");
        switches().approve(proposal.id(), person("ola"));
        assertThat(server.active().version()).isEqualTo(42);
    }

    @Test
    void of_two_who_approve_at_once_one_wins() throws Exception {
        SwitchService desk = switches();
        Switch proposal = desk.propose(person("kari"), "rehearsal", "Øvelse");
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<Optional<ProblemCode>>> answers = Stream.of("per", "ola")
                    .map(name -> two.submit(() -> {
                        start.await();
                        return codeOf(() -> desk.approve(proposal.id(), person(name)));
                    }))
                    .toList();
            assertThat(Set.of(answers.get(0).get(), answers.get(1).get()))
                    .containsExactlyInAnyOrder(Optional.empty(), Optional.of(ProblemCode.SWITCH_CONFLICT));
        } finally {
            two.shutdownNow();
        }
        assertThat(server.active().version()).isEqualTo(1);
    }

    @Test
    void the_first_switch_of_a_server_comes_from_nowhere() {
        FakeEnvironmentRuntime fresh = new FakeEnvironmentRuntime(null);
        Switch proposal = switchesOf(fresh).propose(person("kari"), "lab", "Første valg");
        assertThat(proposal.from()).isEmpty();
        assertThat(proposal.difference()).extracting(Difference::from).containsOnly(Optional.empty());
        switchesOf(fresh).approve(proposal.id(), person("ola"));
        assertThat(fresh.active().environment()).contains("lab");
    }

    @Test
    void what_cannot_be_used_cannot_be_proposed() {
        configured.put("portnokkel.environments.ver2.client-id", "old-client");
        configured.put("portnokkel.environments.half.issuer", "https://half.bank.example/");
        refused(ProblemCode.REQUEST_INVALID, () -> switches().propose(person("kari"), "lab", "Alt i bruk"));
        refused(ProblemCode.ENVIRONMENT_RETIRED, () -> switches().propose(person("kari"), "ver2", "Gammelt"));
        refused(ProblemCode.REQUEST_INVALID, () -> switches().propose(person("kari"), "rehearsal", "  "));
        assertThatThrownBy(() -> switches().propose(person("kari"), "half", "Halvt"))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
                    assertThat(refused.problem().detail().en()).contains("client-id", "organisation-number");
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
        refused(ProblemCode.NOT_FOUND, () -> switches().approve(UUID.randomUUID(), person("ola")));
    }

    private void refused(ProblemCode code, Runnable attempt) {
        assertThat(codeOf(attempt)).contains(code);
    }

    private static Optional<ProblemCode> codeOf(Runnable attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (ProblemException refused) {
            return Optional.of(refused.problem().code());
        }
    }

    private SwitchService switches() {
        return switchesOf(server);
    }

    /** As after a restart: the configuration is read anew. */
    private SwitchService switchesOf(FakeEnvironmentRuntime of) {
        ConfigValues values = ConfigValues.of(configured);
        boolean onePerson = values.value("portnokkel.admin.one-person-switch")
                .map(Boolean::valueOf)
                .orElse(false);
        return SwitchService.of(
                Configuration.read(values),
                users(),
                onePerson,
                of,
                Database.of(Optional.empty(), dataDir, System::nanoTime),
                clock,
                UUID::randomUUID);
    }

    private Users users() {
        return Users.read(ConfigValues.of(configured), new Random(1));
    }

    private Person person(String name) {
        return users().find(name).orElseThrow();
    }

    private void environment(String name, String issuer, String clientId) {
        configured.put("portnokkel.environments." + name + ".issuer", issuer);
        client(name, clientId);
    }

    private void client(String name, String clientId) {
        String prefix = "portnokkel.environments." + name + ".";
        configured.put(prefix + "client-id", clientId);
        configured.put(prefix + "organisation-number", "310167398");
        configured.put(prefix + "key", "seal");
    }

    private void user(String name, String roles) {
        configured.put("portnokkel.admin.users." + name + ".roles", roles);
        configured.put("portnokkel.admin.users." + name + ".password-hash", HASH);
    }
}
