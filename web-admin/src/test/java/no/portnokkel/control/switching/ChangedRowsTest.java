package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever changes a decision in the database has no decision any more, and an approver decides about what was seen. */
class ChangedRowsTest extends SwitchFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "review_note = 'Alt i orden'",
                "reviewed_by = 'per', reviewed_by_id = 'per'",
                "reviewed_at = proposed_at"
            })
    void a_review_that_was_changed_in_the_database_is_none(String change) {
        switch_to("prod");
        switch_to("lab");
        SwitchService service = switches();
        Switch executed = service.switchInEmergency(actor("ola"), "prod", ChangeRecord.ofReason("Nede"));
        clock.advance(Duration.ofHours(1));
        service.review(executed.id(), actor("kari"), "Ola måtte ha ventet");
        assertThat(service.problems()).isEmpty();

        execute("UPDATE portnokkel_switch SET " + change + " WHERE emergency = TRUE");
        service.check();

        assertThat(service.problems()).extracting(Problem::code).containsExactly(ProblemCode.EMERGENCY_CHANGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE portnokkel_confirmation SET decided_by = 'per', decided_by_id = 'per'",
                "UPDATE portnokkel_confirmation SET decided_at = expires_at",
                "UPDATE portnokkel_confirmation SET proposed_by = 'per', proposed_by_id = 'per'",
                "UPDATE portnokkel_confirmation SET sequence_no = 7",
                "UPDATE portnokkel_confirmation_value SET setting = '0123456789abcdef' WHERE name = 'users.ola.password'"
            })
    void a_confirmation_that_was_changed_in_the_database_is_none(String change) {
        switch_to("prod");
        execute(change);

        ConfirmationService restarted = switches().confirmations();

        assertThat(restarted.overview().confirmed()).isFalse();
        assertThat(restarted.problem().map(Problem::code)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
    }

    @Test
    void an_approver_who_saw_another_difference_approves_nothing() {
        Switch seen = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjon"));
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        assertThat(proposal.digest()).matches("[0-9a-f]{64}").isNotEqualTo(seen.digest());

        assertRejected(
                ProblemCode.SWITCH_CONFLICT,
                () -> switches().approve(proposal.id(), actor("ola"), Optional.of(seen.digest())));
        assertThat(server.active().environment()).contains("lab");

        assertThat(switches()
                        .approve(proposal.id(), actor("ola"), Optional.of(proposal.digest()))
                        .state())
                .isEqualTo(Switch.State.ACTIVE);
    }

    @Test
    void a_confirmation_shows_what_it_confirms_in_the_order_in_which_it_was_proposed() {
        server.activate("prod", 0);
        Confirmation proposal = switches().confirmations().propose(actor("kari"));

        Confirmation shown = switches().confirmations().overview().proposal().orElseThrow();

        List<String> names = new ArrayList<>(proposal.state().values().keySet());
        assertThat(names).startsWith("environment", "class", "issuer");
        assertThat(shown.state().values().keySet()).containsExactlyElementsOf(names);
    }

    private void switch_to(String environment) {
        Switch proposal = switches().propose(actor("kari"), environment, ChangeRecord.ofReason("Øvelse"));
        switches().approve(proposal.id(), actor("ola"), Optional.empty());
    }

    private void execute(String statement) {
        TestDatabase.in(dataDir, System::nanoTime).transaction(connection -> {
            connection.createStatement().execute(statement);
            return statement;
        });
    }
}
