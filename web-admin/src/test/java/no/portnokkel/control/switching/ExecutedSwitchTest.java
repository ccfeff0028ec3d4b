package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.switching.Switch.FirstGrant;
import no.portnokkel.control.switching.Switch.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** An executed switch ends what was wrong before it, and a server says when the database does not hold what it uses. */
class ExecutedSwitchTest extends SwitchFixture {
    @Test
    void a_switch_replaces_a_rejected_file() {
        server.rejectStoredChoice();

        switch_through(switches(), "rehearsal");

        assertThat(server.isStoredChoiceRejected()).isFalse();
    }

    @Test
    void a_server_whose_choice_the_database_does_not_hold_says_so_until_somebody_switches() {
        server.activate("lab", 41);
        SwitchService service = switches();

        service.check();
        assertThat(service.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CHOICE_NOT_STORED);
            assertThat(problem.detail().en()).contains("lab", "41", "–");
        });

        switch_through(service, "rehearsal");
        assertThat(service.problems()).as("no check is needed").isEmpty();
    }

    @Test
    void a_server_that_is_ahead_of_the_database_names_both_choices() {
        SwitchService service = switches();
        switch_through(service, "rehearsal");
        server.activate("lab", 7);

        service.check();

        assertThat(service.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CHOICE_NOT_STORED);
            assertThat(problem.detail().en()).contains("lab", "7", "rehearsal", "1");
        });
    }

    @Test
    void the_same_version_of_another_environment_is_another_choice() {
        switch_through(switches(), "rehearsal");
        FakeEnvironmentRuntime other = new FakeEnvironmentRuntime("lab");
        other.activate("prod", 1);
        SwitchService otherNode = switchesOf(other);

        otherNode.check();

        assertThat(otherNode.problems()).extracting(Problem::code).containsExactly(ProblemCode.CHOICE_NOT_STORED);
    }

    @Test
    void a_server_that_nobody_has_switched_and_one_that_is_behind_disagree_with_nothing() {
        SwitchService service = switches();
        service.check();
        assertThat(service.problems()).as("nothing is stored or chosen").isEmpty();

        switch_through(service, "rehearsal");
        FakeEnvironmentRuntime other = new FakeEnvironmentRuntime("lab");
        SwitchService otherNode = switchesOf(other);
        otherNode.check();
        switch_through(service, "prod");
        otherNode.check();

        assertThat(otherNode.problems()).isEmpty();
        assertThat(other.active().environment()).contains("prod");
    }

    @Test
    void a_choice_that_nobody_signed_does_not_hinder_the_next_switch() {
        Switch withdrawn = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Senere"));
        switches().withdraw(withdrawn.id(), actor("kari"));
        TestDatabase.in(dataDir, System::nanoTime)
                .transaction(connection -> connection
                        .createStatement()
                        .execute("INSERT INTO portnokkel_choice (version, environment, switch_id) VALUES (9, 'prod', '"
                                + withdrawn.id() + "')"));

        Switch executed = switch_through(switches(), "rehearsal");

        assertThat(executed.state()).isEqualTo(State.ACTIVE);
        assertThat(server.active().version()).as("its number is taken").isEqualTo(10);
    }

    @Test
    void a_first_grant_that_is_still_awaited_is_superseded_by_the_next_switch() {
        SwitchService service = switches();
        switch_through(service, "rehearsal");
        clock.advance(Duration.ofSeconds(1));
        switch_through(service, "prod");

        assertThat(service.all())
                .extracting(Switch::firstGrant)
                .containsExactly(Optional.of(FirstGrant.AWAITED), Optional.of(FirstGrant.SUPERSEDED));
        assertThat(FirstGrant.AWAITED.code()).isEqualTo("awaited");
        assertThat(FirstGrant.SUPERSEDED.code()).isEqualTo("superseded");
    }

    @Test
    void what_a_switch_confirmed_is_known_even_if_the_database_is_away_afterwards() {
        SwitchService service = switches();
        switch_through(service, "prod");
        TestDatabase.in(dataDir, System::nanoTime)
                .transaction(connection -> connection
                        .createStatement()
                        .execute("ALTER TABLE portnokkel_confirmation RENAME TO confirmation_elsewhere"));

        assertThat(service.confirmations().digests())
                .hasValueSatisfying(digests -> assertThat(digests.confirmed()).contains(digests.inEffect()));
        server.activate("rehearsal", 2);
        assertThat(service.confirmations().digests())
                .as("of this environment nothing was read")
                .isEmpty();
    }

    @Test
    void only_an_operator_is_let_to_the_form_of_a_proposal() {
        assertRejected(ProblemCode.ROLE_MISSING, () -> switches().requireProposer(person("ola")));
        assertThat(codeOf(() -> switches().requireProposer(person("kari")))).isEmpty();
    }

    private Switch switch_through(SwitchService node, String environment) {
        Switch proposal = node.propose(actor("kari"), environment, ChangeRecord.ofReason("Øvelse"));
        return node.approve(proposal.id(), actor("ola"), Optional.empty());
    }
}
