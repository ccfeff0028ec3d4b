package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that do not finish a generation, or do not show at once what they hold: no label is used twice, no key is left over. */
@UsesSoftHsm
@Tag("one-jdk")
class UnfinishedGenerationTest {
    private static final String REFUSED = "0x31"; // CKR_DEVICE_MEMORY

    @TempDir
    Path directory;

    @Test
    void a_key_whose_certificate_the_token_does_not_store_is_removed_again() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "unfinished-undone");
        String before = officer.listing();
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_CreateObject answer " + REFUSED);

        assertThat(officer.through(shim.module()).runs("generate", "--key", "seal", "--size", "2048"))
                .isEqualTo(5);

        assertThat(officer.listing()).isEqualTo(before);
        officer.generates("seal");
    }

    @Test
    void a_key_that_cannot_be_removed_again_is_reported_with_the_command_that_removes_it() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "unfinished-left");
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_CreateObject answer " + REFUSED, "C_DestroyObject answer " + REFUSED);
        OfficerTerminal faulty = officer.through(shim.module());

        assertThat(faulty.runs("generate", "--key", "seal", "--size", "2048")).isEqualTo(5);

        assertThat(faulty.err()).contains("the key is still there", "--delete-object --type privkey --label \"seal\"");
        officer.pkcs11Tool("--delete-object", "--type", "privkey", "--label", "seal");
        officer.generates("seal");
    }

    @Test
    void a_token_that_is_empty_just_after_the_login_is_looked_at_again() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "unfinished-late");
        officer.generates("seal");
        String before = officer.listing();
        Path late = directory.resolve("late.so");
        Shell.runSuccessfully(
                "gcc",
                "-shared",
                "-fPIC",
                "-DLATE_MILLIS=400",
                "-DREAL_MODULE=\"" + officer.token().library() + "\"",
                "-o",
                late.toString(),
                "src/test/c/late-objects.c");
        OfficerTerminal slow = officer.through(late);

        assertThat(slow.runs("keys")).isZero();
        assertThat(slow.out()).startsWith("seal\n");
        assertThat(slow.runs("generate", "--key", "seal", "--size", "2048")).isEqualTo(6);
        assertThat(slow.requests("seal").key())
                .isEqualTo(officer.token().certificates("seal").get(0).getPublicKey());
        assertThat(officer.listing()).isEqualTo(before);
        assertThat(slow.runs("test-sign", "--key", "seal")).as(slow.err()).isZero();
        assertThat(slow.runs("doctor")).as(slow.out()).isZero();
        assertThat(slow.out()).contains("OK      Keys: seal");
    }
}
