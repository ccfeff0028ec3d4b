package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.TokenKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rejected keys and requests: each has an exit code and a remedy, and the token stays unchanged. */
@UsesSoftHsm
@Tag("one-jdk")
class RefusedKeysTest {
    @TempDir
    Path directory;

    @Test
    void a_label_in_use_is_rejected_and_the_token_stays_unchanged() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-label");
        officer.generates("seal");
        String before = officer.listing();

        assertThat(officer.runs("generate", "--key", "seal")).isEqualTo(6);

        assertThat(officer.err()).contains("with the label \"seal\"", "--key");
        assertThat(officer.out()).isEmpty();
        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void a_key_that_the_token_shows_as_exportable_is_deleted_again() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-careless");
        String before = officer.listing();
        Path careless = directory.resolve("careless.so");
        Shell.runSuccessfully(
                "gcc",
                "-shared",
                "-fPIC",
                "-DREAL_MODULE=\"" + officer.token().library() + "\"",
                "-o",
                careless.toString(),
                "src/test/c/careless-token.c");
        OfficerTerminal faulty = officer.through(careless);

        assertThat(faulty.runs("generate", "--key", "seal", "--size", "2048")).isEqualTo(6);

        assertThat(faulty.err())
                .contains("sensitive, always sensitive, extractable, never extractable", "deleted again");
        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void a_wrong_signature_is_neither_stored_nor_returned() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-wrong");
        officer.generates("old");
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_Sign wrong", "C_SignFinal wrong");
        OfficerTerminal faulty = officer.through(shim.module());

        assertThat(faulty.runs("generate", "--key", "seal", "--size", "2048")).isEqualTo(5);
        assertThat(faulty.err()).contains("wrong signature", "portnokkel-hsm keys");

        assertThat(faulty.runs(
                        "csr",
                        "--key",
                        "old",
                        "--organisation",
                        OfficerTerminal.ORGANISATION,
                        "--name",
                        "Testbanken AS"))
                .isEqualTo(5);
        assertThat(faulty.out()).isEmpty();
        assertThat(faulty.runs("jwk", "--key", "old")).isEqualTo(5);
        assertThat(faulty.out()).isEmpty();
        assertThat(faulty.runs("test-sign", "--key", "old")).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "--size, 1024, 6, --size 2048",
        "--size, 3000, 6, --size 2048",
        "--size, big, 2, --size",
        "--type, EC, 6, --type RSA",
    })
    void a_key_that_maskinporten_or_issuers_do_not_accept_is_not_generated(
            String option, String value, int exit, String remedy) {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-kind");
        String before = officer.listing();

        assertThat(officer.runs("generate", "--key", "seal", option, value)).isEqualTo(exit);

        assertThat(officer.err()).contains(remedy);
        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void a_label_that_not_every_tool_can_show_is_wrong_usage() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-words");

        assertThat(officer.runs("generate", "--key", "sør")).isEqualTo(2);
        assertThat(officer.err()).contains("cannot be used", "letters a–z");
        assertThat(officer.runs("generate", "--key", "a/b")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "310167397, Testbanken AS, kontrollsiffer",
        "31016739, Testbanken AS, ni sifre",
        "310167398, ' ', --name",
        "310167398, B\uFFFDrs, LC_ALL=C.UTF-8",
    })
    void a_subject_that_no_issuer_would_certify_is_wrong_usage(String number, String name, String remedy) {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-subject");

        int exit = officer.runs(
                Locale.forLanguageTag("nb"), "csr", "--key", "seal", "--organisation", number, "--name", name);

        assertThat(exit).isEqualTo(2);
        assertThat(officer.err()).contains(remedy);
        assertThat(officer.out()).isEmpty();
    }

    @Test
    void a_request_for_an_unknown_key_names_the_existing_keys() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-unknown");
        officer.generates("seal");

        int exit = officer.runs(
                "csr", "--key", "typo", "--organisation", OfficerTerminal.ORGANISATION, "--name", "Testbanken AS");

        assertThat(exit).isEqualTo(5);
        assertThat(officer.err()).contains("typo", "It has: seal.");
    }

    @Test
    void an_exportable_key_gets_no_request_and_no_certificate() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-leaving");
        officer.token().generateKey(TokenKey.labelled("loose").exportableAgainstTheRules(), BankFixture::certify);
        String before = officer.listing();

        int exit = officer.runs(
                "csr", "--key", "loose", "--organisation", OfficerTerminal.ORGANISATION, "--name", "Testbanken AS");

        assertThat(exit).isEqualTo(6);
        assertThat(officer.err()).contains("is exportable", "portnokkel-hsm generate");
        assertThat(officer.imports("loose", officer.token().certificates("loose"), "--yes"))
                .isEqualTo(6);
        assertThat(officer.listing()).isEqualTo(before);
        assertThat(officer.runs("keys")).isZero();
        assertThat(officer.out()).containsPattern("extractable +yes");
    }

    @Test
    void a_file_is_never_overwritten() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-file");
        officer.generates("seal");
        Path file = officer.saves("precious.txt", "do not lose");

        int exit = officer.runs(
                "csr",
                "--key",
                "seal",
                "--organisation",
                OfficerTerminal.ORGANISATION,
                "--name",
                "Testbanken AS",
                "--out",
                file.toString());

        assertThat(exit).isEqualTo(6);
        assertThat(officer.err()).contains(file.toString(), "--out");
        assertThat(file).hasContent("do not lose");
        assertThat(Files.size(file)).isEqualTo(11);
    }
}
