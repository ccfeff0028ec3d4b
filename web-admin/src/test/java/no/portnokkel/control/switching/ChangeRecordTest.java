package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.sql.PreparedStatement;
import java.util.Optional;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proposer writes is kept in full, and nobody changes it afterwards. */
class ChangeRecordTest extends SwitchFixture {
    /** The members that may be left out. */
    private enum Member {
        PURPOSE("purpose"),
        SCOPE("scope"),
        PLANNED_TIME("plannedTime"),
        EXPECTED_OUTCOME("expectedOutcome"),
        FALL_BACK("fallBack");

        private final String code;

        Member(String code) {
            this.code = code;
        }
    }

    @Test
    void every_member_is_stored_and_shown_in_the_order_of_the_record() {
        Switch proposal = switches()
                .propose(
                        actor("kari"),
                        "rehearsal",
                        new ChangeRecord(
                                " Ny nøkkel ",
                                Optional.of(" Prøve den "),
                                Optional.of("Betaling\n"),
                                Optional.of("Mandag kl. 22"),
                                Optional.of("\tToken hentes"),
                                Optional.of("Tilbake til lab")));

        assertThat(switches().all()).containsExactly(proposal);
        assertThat(proposal.record().texts())
                .containsExactly(
                        entry("reason", "Ny nøkkel"),
                        entry("purpose", "Prøve den"),
                        entry("scope", "Betaling"),
                        entry("plannedTime", "Mandag kl. 22"),
                        entry("expectedOutcome", "Token hentes"),
                        entry("fallBack", "Tilbake til lab"));
    }

    @ParameterizedTest
    @EnumSource
    void a_member_that_nobody_can_see_is_left_out(Member member) {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", recordWith(member, " \n "));

        assertThat(proposal.record()).isEqualTo(ChangeRecord.ofReason("Øvelse"));
    }

    @ParameterizedTest
    @EnumSource
    void a_member_of_a_thousand_characters_is_accepted_and_a_longer_one_is_named(Member member) {
        String longest = "Ø".repeat(1_000);

        assertThat(switches()
                        .propose(actor("kari"), "rehearsal", recordWith(member, longest))
                        .record()
                        .texts())
                .containsEntry(member.code, longest);
        assertThatThrownBy(() -> switches().propose(actor("kari"), "rehearsal", recordWith(member, longest + "Ø")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.REQUEST_INVALID);
                    assertThat(refused.problem().detail().en()).contains(member.code);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reason", "purpose", "change_scope", "planned_time", "expected_outcome", "fall_back"})
    void a_switch_whose_record_was_changed_in_the_database_cannot_be_approved(String column) {
        ChangeRecord complete = new ChangeRecord(
                "Ny nøkkel",
                Optional.of("Prøve den"),
                Optional.of("Betaling"),
                Optional.of("Mandag"),
                Optional.of("Token hentes"),
                Optional.of("Tilbake"));
        Switch proposal = switches().propose(actor("kari"), "rehearsal", complete);
        change(column, "Noe annet");

        assertThatThrownBy(() -> switches().approve(proposal.id(), actor("ola"), Optional.empty()))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.SWITCH_CONFLICT);
                    assertThat(refused.problem().detail().en()).contains("differs from the one that was signed");
                });
        assertThat(server.active().environment()).contains("lab");
    }

    private static ChangeRecord recordWith(Member given, String text) {
        return new ChangeRecord(
                "Øvelse",
                only(Member.PURPOSE, given, text),
                only(Member.SCOPE, given, text),
                only(Member.PLANNED_TIME, given, text),
                only(Member.EXPECTED_OUTCOME, given, text),
                only(Member.FALL_BACK, given, text));
    }

    private static Optional<String> only(Member member, Member given, String text) {
        return Optional.of(text).filter(unused -> member == given);
    }

    private void change(String column, String text) {
        TestDatabase.in(dataDir, System::nanoTime).transaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE portnokkel_switch SET " + column + " = ?")) {
                update.setString(1, text);
                return update.executeUpdate();
            }
        });
    }
}
