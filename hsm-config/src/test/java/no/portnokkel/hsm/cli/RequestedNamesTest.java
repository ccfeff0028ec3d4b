package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.UsesSoftHsm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in certificate requests: OpenSSL reads what was typed, or the name is refused. */
@UsesSoftHsm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestedNamesTest {
    private final OfficerTerminal officer;

    RequestedNamesTest(@TempDir Path directory) {
        officer = OfficerTerminal.with(directory, "requested-names");
        officer.generates("seal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#1 Finans AS",
                "#0C0441626364",
                "\\Bakstrek AS",
                "Sparebank 1, \"Nord\" + Sør; <AS>",
                "Ærlig = AS"
            })
    void a_name_is_in_the_request_as_it_was_typed(String name) {
        assertThat(subjectOf(name)).contains("O=" + name + "\n", "CN=" + name + "\n");
    }

    @Test
    void a_name_of_decomposed_letters_is_composed() {
        assertThat(subjectOf("Bla\u030Aba\u0308r AS")).contains("O=Bl\u00E5b\u00E4r AS\n");
    }

    @Test
    void sixty_four_letters_are_counted_after_composition() {
        assertThat(csr(OfficerTerminal.ORGANISATION, "a\u030A".repeat(64))).isZero();
        assertThat(csr(OfficerTerminal.ORGANISATION, "å".repeat(65))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Test\tbanken", "Test\nbanken", "Test\u200Bbanken", "Test\u202Ebanken", "Test\u0000banken"})
    void a_name_with_characters_that_nobody_sees_is_refused(String name) {
        assertThat(csr(OfficerTerminal.ORGANISATION, name)).isEqualTo(2);

        assertThat(officer.err()).contains("--name", "cannot be seen");
        assertThat(officer.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"310 167 398", " 310167398 ", "310\u00A0167\u00A0398"})
    void the_number_may_be_typed_as_it_is_printed(String number) {
        assertThat(csr(number, "Testbanken AS")).as(officer.err()).isZero();
        assertThat(Shell.runSuccessfully(
                        "openssl", "req", "-in", request().toString(), "-noout", "-subject", "-nameopt", "RFC2253"))
                .contains("NTRNO-310167398");
    }

    /** One attribute a line, unescaped. */
    private String subjectOf(String name) {
        assertThat(csr(OfficerTerminal.ORGANISATION, name)).as(officer.err()).isZero();
        return Shell.runSuccessfully(
                        "openssl",
                        "req",
                        "-in",
                        request().toString(),
                        "-noout",
                        "-subject",
                        "-nameopt",
                        "utf8,sep_multiline,sname")
                .replaceAll("(?m)^ +", "");
    }

    private Path request() {
        return officer.saves("request.pem", officer.out());
    }

    private int csr(String number, String name) {
        return officer.runs("csr", "--key", "seal", "--organisation", number, "--name", name);
    }
}
