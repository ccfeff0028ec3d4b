package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.switching.Switch.Difference;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** What a confirmation changes at once, and whose accounts confirm. */
class ConfirmedStateTest extends SwitchFixture {
    private static final String ISSUER = "https://idp.bank.example/realms/bank";
    private static final String OTHER_HASH =
            "PBKDF2WithHmacSHA512:2048:c2FsdHNhbHRzYWx0c2FsdA==:" + "b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyb3Q=";

    @Test
    void what_two_persons_confirm_is_no_problem_any_more_and_stored_anew_for_all_deployments() {
        switch_to("rehearsal");
        user("ny", "viewer");
        ConfirmationService service = confirmations();
        Confirmation proposal = service.propose(actor("kari"));
        assertThat(service.problem()).isPresent();

        service.approve(proposal.id(), actor("ola"));

        assertThat(service.problem()).as("nothing is read again").isEmpty();
        assertThat(server.activations())
                .as("the same choice, signed with what is confirmed now")
                .containsExactly(1L, 1L);
    }

    @Test
    void an_environment_in_use_that_is_not_ready_is_not_confirmed_and_the_missing_settings_are_named() {
        configured.put("portnokkel.environments.half.issuer", "https://half.bank.example/");
        server.activate("half", 1);

        assertThatThrownBy(() -> confirmations().propose(actor("kari")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
                    assertThat(refused.problem().detail().en()).contains("half", "client-id");
                });
    }

    @Test
    void of_an_environment_that_is_no_longer_configured_there_is_nothing_to_confirm() {
        server.activate("removed", 1);

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> confirmations().propose(actor("kari")));
    }

    @Test
    void the_rule_that_one_person_is_enough_is_shown_when_it_is_turned_on() {
        switch_to("rehearsal");
        assertThat(confirmations().overview().difference()).isEmpty();
        configured.put("portnokkel.admin.one-person-switch", "true");

        assertThat(confirmations().overview().difference())
                .containsExactly(new Difference("admin.one-person-switch", Optional.empty(), Optional.of("true")));
    }

    @Test
    void as_long_as_two_accounts_are_unchanged_a_new_one_confirms_nothing() {
        configured.keySet().removeIf(key -> key.contains(".users.per.") || key.contains(".users.both."));
        switch_to("rehearsal");
        user("ny", "security-officer");
        Confirmation proposal = confirmations().propose(actor("kari"));

        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> confirmations().approve(proposal.id(), actor("ny")));
        assertThat(confirmations().approve(proposal.id(), actor("ola")).decision())
                .isPresent();
    }

    @Test
    void when_only_one_account_is_unchanged_a_changed_one_confirms_since_nobody_else_can() {
        configured.keySet().removeIf(key -> key.contains(".users.per.") || key.contains(".users.both."));
        switch_to("rehearsal");
        configured.put("portnokkel.admin.users.ola.password-hash", OTHER_HASH);
        Confirmation proposal = confirmations().propose(actor("kari"));

        assertThat(confirmations().approve(proposal.id(), actor("ola")).decision())
                .isPresent();
    }

    @Test
    void with_a_confirmed_provider_and_no_unchanged_account_a_new_one_confirms_nothing() {
        configured.keySet().removeIf(key -> key.startsWith("portnokkel.admin.users."));
        configured.put("portnokkel.admin.oidc.issuer", ISSUER);
        configured.put("portnokkel.admin.oidc.client-id", "control-room");
        configured.put("portnokkel.admin.oidc.groups.operator", "ops");
        configured.put("portnokkel.admin.oidc.groups.security-officer", "sec");
        Person kari = Person.ofProvider(ISSUER, "4711", "Kari Nordmann", Set.of(Role.OPERATOR));
        Person ola = Person.ofProvider(ISSUER, "0815", "Ola Nordmann", Set.of(Role.SECURITY_OFFICER));
        Switch first = switches().propose(actor(kari), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        switches().approve(first.id(), actor(ola), Optional.empty());
        user("ny", "security-officer");
        Confirmation proposal = confirmations().propose(actor(kari));

        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> confirmations().approve(proposal.id(), actor("ny")));
        assertThat(confirmations().approve(proposal.id(), actor(ola)).decision())
                .isPresent();
    }

    private void switch_to(String environment) {
        Switch proposal = switches().propose(actor("kari"), environment, ChangeRecord.ofReason("Øvelse"));
        switches().approve(proposal.id(), actor("ola"), Optional.empty());
    }

    private ConfirmationService confirmations() {
        return switches().confirmations();
    }
}
