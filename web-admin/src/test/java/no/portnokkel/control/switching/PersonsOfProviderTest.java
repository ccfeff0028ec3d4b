package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two persons of the bank's identity provider decide; who is who is decided by issuer and subject. */
class PersonsOfProviderTest extends SwitchFixture {
    private static final String ISSUER = "https://idp.bank.example/realms/bank";

    private final Person kari = Person.ofProvider(ISSUER, "4711", "Kari Nordmann", Set.of(Role.OPERATOR));
    private final Person ola = Person.ofProvider(ISSUER, "0815", "Ola Nordmann", Set.of(Role.SECURITY_OFFICER));

    @BeforeEach
    void configure_an_identity_provider() {
        configured.put("portnokkel.admin.oidc.issuer", ISSUER);
        configured.put("portnokkel.admin.oidc.client-id", "control-room");
        configured.put("portnokkel.admin.oidc.groups.operator", "ops");
        configured.put("portnokkel.admin.oidc.groups.security-officer", "sec");
    }

    @Test
    void two_persons_of_the_provider_approve_a_switch_and_their_roles_are_stored() {
        Switch proposal = propose(kari);
        Switch approved = switches().approve(proposal.id(), actor(ola), Optional.empty());

        assertThat(approved.proposedBy()).isEqualTo(kari);
        assertThat(approved.decision().orElseThrow().by()).isEqualTo(ola);
        assertThat(approved.decision().orElseThrow().by().roles()).containsExactly(Role.VIEWER, Role.SECURITY_OFFICER);
    }

    @Test
    void a_second_account_of_the_same_subject_is_the_same_person() {
        Switch proposal = propose(kari);
        Person again = Person.ofProvider(ISSUER, "4711", "kari.admin", Set.of(Role.SECURITY_OFFICER));

        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(proposal.id(), actor(again), Optional.empty()));
    }

    @Test
    void two_persons_of_the_same_name_are_two_persons() {
        Switch proposal = propose(kari);
        Person namesake = Person.ofProvider(ISSUER, "2222", "Kari Nordmann", Set.of(Role.SECURITY_OFFICER));

        assertThat(switches()
                        .approve(proposal.id(), actor(namesake), Optional.empty())
                        .state())
                .isEqualTo(Switch.State.ACTIVE);
    }

    @Test
    void a_person_named_like_a_built_in_user_is_not_that_user() {
        Person named = Person.ofProvider(ISSUER, "3333", "kari", Set.of(Role.OPERATOR));
        Switch proposal = propose(named);
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(proposal.id(), actor(named), Optional.empty()));

        assertThat(switches()
                        .approve(proposal.id(), actor("kari"), Optional.empty())
                        .state())
                .isEqualTo(Switch.State.ACTIVE);
    }

    @Test
    void in_production_the_approver_needs_a_role_that_the_proposer_had() {
        Switch proposal = switches().propose(actor(kari), "prod", ChangeRecord.ofReason("Produksjon"));
        Person operator = Person.ofProvider(ISSUER, "2222", "Per", Set.of(Role.OPERATOR));

        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(proposal.id(), actor(operator), Optional.empty()));
        assertThat(switches()
                        .approve(proposal.id(), actor(ola), Optional.empty())
                        .state())
                .isEqualTo(Switch.State.ACTIVE);
    }

    @Test
    void whoever_changes_the_stored_proposer_has_nothing_to_approve() {
        Switch proposal = switches().propose(actor(kari), "prod", ChangeRecord.ofReason("Produksjon"));
        for (String change : new String[] {"proposed_by_roles = 'viewer'", "proposed_by_id = '" + ISSUER + "#9'"}) {
            TestDatabase.in(dataDir, System::nanoTime).transaction(connection -> {
                try (PreparedStatement update =
                        connection.prepareStatement("UPDATE portnokkel_switch SET " + change + " WHERE id = ?")) {
                    update.setString(1, proposal.id().toString());
                    return update.executeUpdate();
                }
            });
            assertRejected(
                    ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor(ola), Optional.empty()));
        }
    }

    @Test
    void a_proposal_ends_with_the_provider_that_its_proposer_came_from() {
        Switch proposal = propose(kari);
        configured.put("portnokkel.admin.oidc.issuer", "https://other.example/");

        assertRejected(
                ProblemCode.SWITCH_CONFLICT, () -> switches().approve(proposal.id(), actor("ola"), Optional.empty()));
    }

    @Test
    void persons_of_a_provider_that_was_added_after_the_confirmation_confirm_nothing() {
        configured.keySet().removeIf(key -> key.startsWith("portnokkel.admin.oidc."));
        Switch first = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        switches().approve(first.id(), actor("ola"), Optional.empty());
        configure_an_identity_provider();

        Confirmation proposal = switches().confirmations().propose(actor(kari));
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().confirmations().approve(proposal.id(), actor(ola)));
    }

    @Test
    void persons_of_a_confirmed_provider_confirm() {
        switches().approve(propose(kari).id(), actor(ola), Optional.empty());
        user("nils", "operator");

        Confirmation proposal = switches().confirmations().propose(actor(kari));
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().confirmations().approve(proposal.id(), actor("nils")));
        Confirmation approved = switches().confirmations().approve(proposal.id(), actor(ola));
        assertThat(approved.decision().orElseThrow().by()).isEqualTo(ola);
        assertThat(switches().confirmations().overview().difference()).isEmpty();
    }

    @Test
    void an_emergency_change_is_reviewed_by_another_subject() {
        switches().approve(propose(kari).id(), actor(ola), Optional.empty());
        switches()
                .approve(
                        switches()
                                .propose(actor(kari), "lab", ChangeRecord.ofReason("Tilbake"))
                                .id(),
                        actor(ola),
                        Optional.empty());
        SwitchService service = switches();
        Switch executed = service.switchInEmergency(actor(kari), "rehearsal", ChangeRecord.ofReason("Nede"));
        Person again = Person.ofProvider(ISSUER, "4711", "kari.admin", Set.of(Role.SECURITY_OFFICER));

        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> service.review(executed.id(), actor(again), "Greit"));
        assertThat(service.review(executed.id(), actor(ola), "Lest")
                        .review()
                        .orElseThrow()
                        .by())
                .isEqualTo(ola);
        assertThat(service.problems()).isEmpty();
    }

    private Switch propose(Person proposer) {
        return switches().propose(actor(proposer), "rehearsal", ChangeRecord.ofReason("Øvelse"));
    }
}
