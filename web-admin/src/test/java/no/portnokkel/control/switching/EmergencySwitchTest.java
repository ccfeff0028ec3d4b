package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** One person switches at once, to what two have confirmed; everybody sees it, and another person reviews it. */
class EmergencySwitchTest extends SwitchFixture {
    private static final ChangeRecord OUTAGE = ChangeRecord.ofReason("Produksjon er nede");

    /** As two persons have done it before: from lab to the environment, and back. */
    private void given_a_confirmed(String environment) {
        for (String target : new String[] {environment, "lab"}) {
            Switch proposal = switches().propose(actor("kari"), target, ChangeRecord.ofReason("Øvelse"));
            switches().approve(proposal.id(), actor("ola"), Optional.empty());
        }
    }

    @Test
    void one_person_switches_at_once_and_it_waits_for_a_review() {
        given_a_confirmed("prod");
        SwitchService service = switches();

        Switch executed = service.switchInEmergency(actor("ola"), "prod", OUTAGE);

        assertThat(executed.state()).isEqualTo(Switch.State.ACTIVE);
        assertThat(executed.isEmergency()).isTrue();
        assertThat(executed.decision().orElseThrow().by()).isEqualTo(person("ola"));
        assertThat(server.active().environment()).contains("prod");
        assertThat(server.dryRuns()).endsWith("prod");
        assertThat(service.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.EMERGENCY_CHANGE);
            assertThat(problem.detail().en()).contains("ola", "prod", "Produksjon er nede");
        });
    }

    @Test
    void every_node_sees_it_and_says_when_the_review_is_overdue() {
        given_a_confirmed("prod");
        switches().switchInEmergency(actor("ola"), "prod", OUTAGE);
        SwitchService otherNode = switchesOf(new FakeEnvironmentRuntime("lab"));

        otherNode.check();

        assertThat(otherNode.problems()).extracting(Problem::code).contains(ProblemCode.EMERGENCY_CHANGE);
        clock.advance(Duration.ofHours(24));
        assertThat(otherNode.problems())
                .anySatisfy(problem -> assertThat(problem.detail().en()).contains("should have reviewed"));
    }

    @Test
    void another_person_reviews_it_and_nobody_waits_any_more() {
        given_a_confirmed("prod");
        SwitchService service = switches();
        Switch executed = service.switchInEmergency(actor("ola"), "prod", OUTAGE);

        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> service.review(executed.id(), actor("ola"), "Greit"));
        assertRejected(ProblemCode.ROLE_MISSING, () -> service.review(executed.id(), actor("vera"), "Greit"));
        assertRejected(ProblemCode.REQUEST_INVALID, () -> service.review(executed.id(), actor("kari"), " "));
        Switch reviewed = service.review(executed.id(), actor("kari"), " Loggen er lest. ");

        assertThat(reviewed.review()).contains(new Switch.Review(person("kari"), clock.instant(), "Loggen er lest."));
        assertThat(service.problems()).isEmpty();
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> service.review(executed.id(), actor("per"), "Også lest"));
    }

    @Test
    void a_review_that_was_written_into_the_database_does_not_count() {
        given_a_confirmed("prod");
        SwitchService service = switches();
        Switch executed = service.switchInEmergency(actor("ola"), "prod", OUTAGE);
        execute("UPDATE portnokkel_switch SET reviewed_by = 'kari', reviewed_at = decided_at, review_note = 'ok',"
                + " review_signature = 'signed-1' WHERE emergency = TRUE");

        service.check();

        assertThat(service.problems()).extracting(Problem::code).containsExactly(ProblemCode.EMERGENCY_CHANGE);
        assertThat(service.review(executed.id(), actor("kari"), "Lest").review())
                .isPresent();
        assertThat(service.problems()).isEmpty();
    }

    @Test
    void an_environment_that_nobody_confirmed_or_that_has_changed_since_is_no_target() {
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().switchInEmergency(actor("ola"), "prod", OUTAGE));

        given_a_confirmed("prod");
        client("prod", "somebody-elses-client");
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().switchInEmergency(actor("ola"), "prod", OUTAGE));
        client("prod", "prod-client");
        user("ola2", "security-officer");
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> switches().switchInEmergency(actor("ola2"), "prod", OUTAGE));

        assertThat(server.active().environment()).contains("lab");
    }

    @Test
    void a_viewer_a_missing_reason_and_a_failing_dry_run_change_nothing() {
        given_a_confirmed("prod");
        assertRejected(ProblemCode.ROLE_MISSING, () -> switches().switchInEmergency(actor("vera"), "prod", OUTAGE));
        assertRejected(
                ProblemCode.REQUEST_INVALID,
                () -> switches().switchInEmergency(actor("ola"), "prod", ChangeRecord.ofReason(" ")));
        server.refuseDryRuns(
                Problem.of(ProblemCode.MASKINPORTEN_REFUSED, text("Avvist.", "Refused."), text("Rett.", "Mend.")));
        assertRejected(
                ProblemCode.SWITCH_DRY_RUN_FAILED, () -> switches().switchInEmergency(actor("ola"), "prod", OUTAGE));

        assertThat(server.active().environment()).contains("lab");
        assertThat(switches().all()).noneMatch(Switch::isEmergency);
    }

    @Test
    void ten_emergency_changes_of_one_person_can_wait_for_a_review_and_all_of_them_are_reported() {
        given_a_confirmed("rehearsal");
        SwitchService service = switches();
        Switch first = service.switchInEmergency(actor("ola"), "rehearsal", OUTAGE);
        for (int more = 1; more < 10; more++) {
            String target = server.active().environment().equals(Optional.of("lab")) ? "rehearsal" : "lab";
            clock.advance(Duration.ofSeconds(1));
            service.switchInEmergency(actor("ola"), target, OUTAGE);
        }

        assertThat(service.problems())
                .filteredOn(problem -> problem.code() == ProblemCode.EMERGENCY_CHANGE)
                .hasSize(10);
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> service.switchInEmergency(actor("ola"), "rehearsal", OUTAGE));

        service.review(first.id(), actor("kari"), "Lest");
        assertThat(service.switchInEmergency(actor("ola"), "rehearsal", OUTAGE).state())
                .isEqualTo(Switch.State.ACTIVE);
    }

    @Test
    void an_ordinary_switch_is_not_reviewed() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        assertRejected(ProblemCode.NOT_FOUND, () -> switches().review(proposal.id(), actor("ola"), "Lest"));
    }

    @Test
    void only_an_operator_proposes() {
        assertRejected(
                ProblemCode.ROLE_MISSING,
                () -> switches().propose(actor("ola"), "rehearsal", ChangeRecord.ofReason("Øvelse")));
    }

    private void execute(String statement) {
        TestDatabase.in(dataDir, System::nanoTime).transaction(connection -> {
            connection.createStatement().execute(statement);
            return statement;
        });
    }
}
