package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person may have the correct PIN tried once while the token reports a wrong one; a refused PIN is never tried again. */
@UsesSoftHsm
class KnowinglyTriedPinTest {
    private static final String WRONG = "1111111111";

    @TempDir
    Path directory;

    @Test
    void after_a_wrong_pin_of_another_tool_the_correct_file_is_tried_when_a_person_says_so() {
        OfficerTerminal officer = officer("knowingly-correct");
        presentWrongPin(officer);

        assertThat(officer.runs("doctor")).isEqualTo(3);
        assertThat(officer.out()).contains("--try-pin-once");

        assertThat(officer.runs("doctor", "--try-pin-once")).as(officer.out()).isZero();
        assertThat(officer.err())
                .contains("knowingly-correct", "a wrong PIN was tried", "does not report the last one", "tried once")
                .doesNotContain(BankFixture.PIN);
        assertThat(officer.runs("doctor")).as("the counter is reset").isZero();
    }

    @Test
    void a_refused_pin_is_not_tried_again_whoever_says_so() throws IOException {
        OfficerTerminal officer = officer("knowingly-wrong");
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_Login count");
        OfficerTerminal counted = officer.through(shim.module());
        Files.writeString(officer.token().pinFile(), WRONG);

        assertThat(counted.runs("keys", "--try-pin-once")).isEqualTo(3);
        assertThat(counted.runs("keys", "--try-pin-once")).isEqualTo(3);

        assertThat(shim.counted()).isEqualTo(1);
        assertThat(counted.err()).contains("--try-pin-once", "delete ").doesNotContain(WRONG);
    }

    @Test
    void the_last_try_is_not_used_whoever_says_so() {
        OfficerTerminal officer = officer("knowingly-final");
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("* flags " + (1 << 17), "C_Login count");
        OfficerTerminal counted = officer.through(shim.module());

        assertThat(counted.runs("keys", "--try-pin-once")).isEqualTo(3);

        assertThat(shim.counted()).isZero();
        assertThat(counted.err()).contains("has one PIN try left");
    }

    @Test
    void a_typed_pin_is_tried_after_the_terminal_has_said_what_the_token_shows() {
        OfficerTerminal officer = officer("knowingly-typed");
        presentWrongPin(officer);

        int exit = withoutConfiguration(officer.types(BankFixture.PIN), "keys");

        assertThat(exit).as(officer.err()).isZero();
        assertThat(officer.err()).contains("a wrong PIN was tried").doesNotContain(BankFixture.PIN);
    }

    @Test
    void slots_shows_the_wrong_try_and_speaks_of_no_other() {
        OfficerTerminal officer = officer("knowingly-slots");
        presentWrongPin(officer);

        int exit = withoutConfiguration(officer, "slots");

        assertThat(exit).as(officer.err()).isZero();
        assertThat(officer.out()).contains("a wrong PIN has been tried");
        assertThat(officer.err()).isEmpty();
    }

    /** Runs a command that gets no {@code --config}: no PIN file, and all that is needed as options. */
    private int withoutConfiguration(OfficerTerminal officer, String command) {
        return officer.runsAlone(
                Locale.ENGLISH,
                command,
                "--library",
                officer.token().library().toString(),
                "--token-label",
                officer.token().label(),
                "--data-dir",
                directory.resolve("data").toString());
    }

    private OfficerTerminal officer(String label) {
        OfficerTerminal officer = OfficerTerminal.with(directory, label);
        officer.token().generateKey("seal", BankFixture::certify);
        return officer;
    }

    private static void presentWrongPin(OfficerTerminal officer) {
        assertThat(OpenScTool.logsIn(officer.token(), WRONG)).isFalse();
    }
}
