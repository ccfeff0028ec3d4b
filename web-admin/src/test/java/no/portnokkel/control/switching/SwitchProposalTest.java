package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.switching.Switch.ApprovalRequirement;
import no.portnokkel.control.switching.Switch.Difference;
import no.portnokkel.problem.ProblemCode;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may be proposed, and what a proposal says. */
class SwitchProposalTest extends SwitchFixture {
    @Test
    void a_preview_shows_what_a_proposal_would_and_stores_nothing() {
        assertThat(switches().preview("rehearsal"))
                .isNotEmpty()
                .isEqualTo(switches()
                        .propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"))
                        .difference());
        switches().preview("prod");

        assertThat(switches().all()).hasSize(1);
    }

    @Test
    void every_setting_that_decides_as_whom_with_which_key_and_where_to_is_compared() {
        String lab = "portnokkel.environments.lab.";
        configured.put(lab + "kid", "lab-2026");
        configured.put(lab + "hsm", "vault");
        String rehearsal = "portnokkel.environments.rehearsal.";
        configured.put(rehearsal + "x5c", "leaf");
        configured.put(rehearsal + "algorithm", "RS512");
        configured.put(rehearsal + "organisation-number", "974760673");
        configured.put(rehearsal + "key", "other-seal");
        configured.put(rehearsal + "clients.cards.client-id", "cards-client");

        assertThat(switches().preview("rehearsal"))
                .extracting(Difference::what, Difference::from, Difference::to)
                .containsExactly(
                        line("environment", "lab", "rehearsal"),
                        line("issuer", "https://lab.bank.example/", "https://rehearsal.bank.example/"),
                        line(
                                "token-endpoint",
                                "https://lab.bank.example/token",
                                "https://rehearsal.bank.example/token"),
                        line("client-id", "lab-client", "rehearsal-client"),
                        line("organisation-number", "310167398", "974760673"),
                        line("key", "seal", "other-seal"),
                        line("x5c", null, "leaf"),
                        line("algorithm", "RS256", "RS512"),
                        line("clients.cards.client-id", null, "cards-client"),
                        line("clients.cards.organisation-number", null, "974760673"),
                        line("clients.cards.key", null, "other-seal"),
                        line("clients.cards.x5c", null, "leaf"),
                        line("clients.cards.algorithm", null, "RS512"),
                        line("hsm", "vault", null),
                        line("kid", "lab-2026", null));
    }

    private static Tuple line(String what, @Nullable String from, @Nullable String to) {
        return tuple(what, Optional.ofNullable(from), Optional.ofNullable(to));
    }

    @Test
    void a_certificate_that_the_hsm_does_not_show_is_shown_as_unknown() {
        server.loseHsm();
        assertThat(switches().preview("rehearsal")).extracting(Difference::what).doesNotContain("certificate");

        server.activate("removed", 1);
        server.renewCertificate();
        assertThat(switches().preview("rehearsal"))
                .contains(new Difference("certificate", Optional.empty(), Optional.of("decaf")));
    }

    @Test
    void from_an_environment_that_is_no_longer_configured_its_name_is_known_and_it_counts_as_production() {
        server.activate("removed", 1);

        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Bort"));

        assertThat(proposal.difference())
                .contains(new Difference("environment", Optional.of("removed"), Optional.of("rehearsal")))
                .contains(new Difference("client-id", Optional.empty(), Optional.of("rehearsal-client")));
        assertThat(switches().requirements(proposal))
                .containsExactly(ApprovalRequirement.OTHER_PERSON, ApprovalRequirement.OTHER_ROLE);
    }

    @Test
    void a_reason_of_a_thousand_characters_is_accepted_and_stored_without_surrounding_spaces() {
        String longest = "Ø".repeat(1_000);

        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("  " + longest + "\n"));

        assertThat(proposal.record().reason()).isEqualTo(longest);
        assertThat(switches().all()).containsExactly(proposal);
        assertRejected(
                ProblemCode.REQUEST_INVALID,
                () -> switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason(longest + "Ø")));
    }

    @Test
    void a_rejected_reason_names_the_limit() {
        assertThatThrownBy(() -> switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().remedy().en())
                                .contains("at most 1")
                                .contains("characters"));
    }

    @Test
    void the_environment_in_use_cannot_be_proposed_and_the_others_are_named() {
        assertThatThrownBy(() -> switches().propose(actor("kari"), "lab", ChangeRecord.ofReason("Igjen")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().detail().en()).contains("lab");
                    assertThat(refused.problem().remedy().en())
                            .contains("prod, rehearsal")
                            .doesNotContain("lab");
                });
    }

    @Test
    void without_another_environment_a_dash_stands_for_the_choices() {
        configured.keySet().removeIf(key -> key.contains(".prod.") || key.contains(".rehearsal."));

        for (String environment : new String[] {"lab", "nowhere"}) {
            assertThatThrownBy(() -> switches().propose(actor("kari"), environment, ChangeRecord.ofReason("Hvor?")))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused ->
                                    assertThat(refused.problem().remedy().en()).contains(": –"));
        }
    }

    @Test
    void switches_are_listed_newest_first() {
        Switch first = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Først"));
        clock.advance(Duration.ofSeconds(1));
        Switch second = switches().propose(actor("per"), "prod", ChangeRecord.ofReason("Deretter"));

        assertThat(switches().all()).containsExactly(second, first);
    }

    @Test
    void states_and_requirements_have_the_codes_that_scripts_see() {
        assertThat(ApprovalRequirement.OTHER_PERSON.code()).isEqualTo("other-person");
        assertThat(ApprovalRequirement.OTHER_ROLE.code()).isEqualTo("other-role");
        assertThat(Switch.State.PROPOSED.code()).isEqualTo("proposed");
    }
}
