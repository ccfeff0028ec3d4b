package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.switching.Switch.Difference;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One person with file, environment or database access gains nothing unseen: two persons have to confirm it. */
class ConfirmationServiceTest extends SwitchFixture {
    private static final String OTHER_HASH =
            "PBKDF2WithHmacSHA512:2048:c2FsdHNhbHRzYWx0c2FsdA==:" + "b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyb3Q=";

    @Test
    void a_first_start_in_class_production_is_not_confirmed_until_two_persons_of_two_functions_confirm_it() {
        server.activate("prod", 0);
        assertNotConfirmed();

        Confirmation proposal = confirmations().propose(actor("kari"));
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> confirmations().approve(proposal.id(), actor("kari")));
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> confirmations().approve(proposal.id(), actor("per")));
        confirmations().approve(proposal.id(), actor("ola"));

        assertConfirmed();
    }

    @Test
    void nothing_is_confirmed_through_a_node_that_is_not_fit() {
        server.activate("prod", 0);
        Confirmation proposal = confirmations().propose(actor("kari"));
        server.becomeUnfitToConfirm(Problem.of(ProblemCode.SWITCH_CONFLICT, text("a", "b"), text("c", "d")));

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> confirmations().approve(proposal.id(), actor("ola")));

        assertNotConfirmed();
    }

    @Test
    void a_first_start_in_class_test_needs_no_confirmation() {
        assertConfirmed();
        assertThat(confirmations().digests())
                .hasValueSatisfying(digests -> assertThat(digests.confirmed()).isEmpty());
    }

    @Test
    void an_approved_switch_confirms_its_target() {
        switch_to("prod");

        assertConfirmed();
        assertThat(confirmations().digests())
                .hasValueSatisfying(digests -> assertThat(digests.confirmed()).contains(digests.inEffect()));
    }

    @Test
    void an_emptied_store_in_class_production_is_not_confirmed() {
        switch_to("prod");

        execute("DELETE FROM portnokkel_confirmation_value", "DELETE FROM portnokkel_confirmation");

        assertNotConfirmed();
    }

    @Test
    void a_lowered_class_is_not_confirmed() {
        environment("bank-prod", "https://prod.bank.example/", "prod-client");
        configured.put("portnokkel.environments.bank-prod.class", "production");
        switch_to("bank-prod");

        configured.put("portnokkel.environments.bank-prod.class", "test");

        assertNotConfirmed("class");
    }

    @Test
    void a_second_account_is_not_confirmed_and_may_not_confirm_itself() {
        switch_to("prod");

        user("kari2", "security-officer");
        assertNotConfirmed("users.kari2.roles");
        Confirmation proposal = confirmations().propose(actor("kari"));

        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> confirmations().approve(proposal.id(), actor("kari2")));
        confirmations().approve(proposal.id(), actor("ola"));
        assertConfirmed();
    }

    @Test
    void a_second_account_may_not_approve_a_switch() {
        switch_to("prod");
        user("kari2", "security-officer");

        Switch proposal = switches().propose(actor("kari"), "lab", ChangeRecord.ofReason("Alene"));

        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(proposal.id(), actor("kari2"), Optional.empty()));
    }

    @Test
    void a_replaced_password_is_not_confirmed_and_shows_a_fingerprint_only() {
        switch_to("prod");

        configured.put("portnokkel.admin.users.ola.password-hash", OTHER_HASH);

        assertNotConfirmed("users.ola.password");
        assertThat(confirmations().overview().difference())
                .extracting(Difference::to)
                .allSatisfy(shown -> assertThat(shown.orElseThrow()).matches("[0-9a-f]{16}"));
    }

    @Test
    void a_password_replaced_after_the_proposal_makes_it_void() {
        Switch proposal = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjon"));

        configured.put("portnokkel.admin.users.ola.password-hash", OTHER_HASH);

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void a_proposal_is_void_after_the_environment_was_switched_away_and_back() {
        Switch proposal = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjon"));
        switch_to("rehearsal");
        switch_to("lab");

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void a_switch_inserted_into_the_database_is_not_followed() {
        execute("""
                INSERT INTO portnokkel_switch (id, to_environment, reason, proposed_by, proposed_at, expires_at,
                  binding_digest, state, decided_by, decided_at)
                VALUES ('00000000-0000-0000-0000-000000000009', 'prod', 'Ingen', 'kari', '2026-11-24 10:00:00+00',
                  '2026-11-25 10:00:00+00', '', 'ACTIVE', 'ola', '2026-11-24 10:00:00+00')""");
        execute("""
                INSERT INTO portnokkel_choice (version, environment, switch_id)
                VALUES (9, 'prod', '00000000-0000-0000-0000-000000000009')""");
        SwitchService restarted = switches();

        restarted.check();

        assertThat(server.active().environment()).contains("lab");
        assertThat(restarted.problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
    }

    @Test
    void a_signed_switch_whose_row_was_changed_is_not_followed() {
        switch_to("rehearsal");
        execute("UPDATE portnokkel_choice SET environment = 'prod'");
        FakeEnvironmentRuntime other = new FakeEnvironmentRuntime("lab");
        SwitchService restarted = switchesOf(other);

        restarted.check();

        assertThat(other.active().environment()).contains("lab");
        assertThat(restarted.problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
    }

    @Test
    void a_stored_switch_is_restored_once_the_hsm_is_ready() {
        switch_to("rehearsal");
        FakeEnvironmentRuntime other = new FakeEnvironmentRuntime("lab");
        other.loseHsm();
        SwitchService restarted = switchesOf(other);

        restarted.check();
        assertThat(other.active().environment()).contains("lab");
        assertThat(restarted.problems()).isEmpty();

        other.renewCertificate();
        restarted.check();
        assertThat(other.active().environment()).contains("rehearsal");
    }

    @Test
    void a_confirmation_inserted_into_the_database_counts_for_nothing() {
        server.activate("prod", 0);
        confirmations().propose(actor("kari"));

        execute("UPDATE portnokkel_confirmation SET decided_by = 'ola', decided_at = '2026-11-24 10:00:00+00',"
                + " sequence_no = 1, signature = 'forged'");

        assertNotConfirmed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proposed_by_id = 'per'",
                "proposed_by = 'per', proposed_by_id = 'per'",
                "proposed_by = 'per', proposed_by_id = NULL",
                "proposed_by_id = 'https://idp.example#per', proposed_by_roles = 'operator'"
            })
    void a_switch_whose_proposer_was_changed_in_the_database_cannot_be_approved(String change) {
        Switch proposal = switches().propose(actor("both"), "rehearsal", ChangeRecord.ofReason("Alene"));
        execute("UPDATE portnokkel_switch SET " + change);

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("both"), Optional.empty()));
        assertThat(server.active().environment()).contains("lab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE portnokkel_switch SET from_environment = 'prod'",
                "UPDATE portnokkel_switch_difference SET from_value = 'another' WHERE what = 'issuer'",
                "UPDATE portnokkel_switch_difference SET to_value = 'another' WHERE what = 'issuer'"
            })
    void a_switch_of_which_an_approver_would_see_something_else_cannot_be_approved(String change) {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        execute(change);

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void a_switch_whose_difference_was_changed_in_the_database_cannot_be_approved() {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        execute("DELETE FROM portnokkel_switch_difference WHERE what = 'issuer'");

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proposed_by_id = 'per'",
                "proposed_by = 'per', proposed_by_id = 'per'",
                "proposed_by = 'per', proposed_by_id = NULL",
                "proposed_by_id = 'https://idp.example#per', proposed_by_roles = 'operator'"
            })
    void a_confirmation_whose_proposer_was_changed_in_the_database_cannot_be_approved(String change) {
        server.activate("prod", 0);
        Confirmation proposal = confirmations().propose(actor("both"));
        execute("UPDATE portnokkel_confirmation SET " + change);

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> confirmations().approve(proposal.id(), actor("both")));
    }

    @Test
    void switching_by_one_person_that_is_turned_on_is_not_confirmed() {
        switch_to("rehearsal");

        configured.put("portnokkel.admin.one-person-switch", "true");

        assertNotConfirmed("admin.one-person-switch");
    }

    @Test
    void nothing_is_reported_before_the_hsm_can_verify_the_confirmation() {
        switch_to("prod");
        user("kari2", "security-officer");
        server.loseHsm();

        ConfirmationService restarted = confirmations();

        assertThat(restarted.digests()).isEmpty();
        assertThat(restarted.problem()).isEmpty();
    }

    @Test
    void a_rejected_file_is_replaced_when_two_persons_confirm() {
        switch_to("rehearsal");
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> confirmations().propose(actor("kari")));
        server.rejectStoredChoice();

        Confirmation proposal = confirmations().propose(actor("kari"));
        confirmations().approve(proposal.id(), actor("ola"));

        assertThat(server.isStoredChoiceRejected()).isFalse();
    }

    @Test
    void settings_changed_after_the_proposal_are_a_conflict() {
        server.activate("prod", 0);
        Confirmation proposal = confirmations().propose(actor("kari"));

        client("prod", "somebody-elses-client");

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> confirmations().approve(proposal.id(), actor("ola")));
        assertThat(confirmations().overview().proposal()).isEmpty();
    }

    @Test
    void somebody_else_who_proposes_the_same_gets_the_open_proposal() {
        server.activate("prod", 0);
        Confirmation first = confirmations().propose(actor("kari"));

        assertThat(confirmations().propose(actor("per"))).isEqualTo(first);
    }

    @Test
    void a_proposal_is_shown_until_it_expires_after_24_hours() {
        server.activate("prod", 0);
        Confirmation proposal = confirmations().propose(actor("kari"));
        assertThat(confirmations().overview().proposal()).contains(proposal);

        clock.advance(Duration.ofHours(24));

        assertThat(confirmations().overview().proposal()).isEmpty();
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> confirmations().approve(proposal.id(), actor("ola")));
    }

    private void switch_to(String environment) {
        Switch proposal = switches().propose(actor("kari"), environment, ChangeRecord.ofReason("Øvelse"));
        switches().approve(proposal.id(), actor("ola"), Optional.empty());
    }

    private ConfirmationService confirmations() {
        return switches().confirmations();
    }

    private void assertConfirmed() {
        ConfirmationService service = confirmations();
        service.digests();
        assertThat(service.problem()).isEmpty();
    }

    private void assertNotConfirmed(String... names) {
        ConfirmationService service = confirmations();
        service.digests();
        assertThat(service.problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ENVIRONMENT_NOT_CONFIRMED));
        if (names.length > 0) {
            assertThat(service.overview().difference())
                    .extracting(Difference::what)
                    .contains(names);
        }
    }

    private void execute(String... statements) {
        TestDatabase.in(dataDir, System::nanoTime).transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return statements;
        });
    }
}
