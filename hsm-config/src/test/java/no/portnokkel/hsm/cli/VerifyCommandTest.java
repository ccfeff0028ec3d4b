package no.portnokkel.hsm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import no.portnokkel.audit.ExportFixture;
import no.portnokkel.audit.SignerPem;
import no.portnokkel.audit.SoftwareSigner;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.cli.terminal.CliContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify FILE}: what a supervisor sees who has an export, a checkpoint and a public key. */
class VerifyCommandTest {
    private static final Locale NORWEGIAN = Locale.forLanguageTag("nb-NO");
    private static final List<String> LINES = ExportFixture.lines(12);

    @TempDir
    Path directory;

    private Path export = Path.of("");
    private Path note = Path.of("");
    private Path signer = Path.of("");
    private String out = "";
    private String err = "";

    @BeforeEach
    void a_bank_hands_over_its_audit() throws IOException {
        export = Files.write(directory.resolve("audit.jsonl"), ExportFixture.file(LINES));
        note = Files.write(directory.resolve("checkpoint"), ExportFixture.note(LINES));
        signer = Files.writeString(directory.resolve("signer.pem"), SignerPem.write(ExportFixture.SIGNER.publicKey()));
    }

    @Test
    void an_untouched_export_is_intact() {
        assertThat(verify()).isZero();

        assertThat(out)
                .contains("intact: exactly the records", "portnokkel/testbanken", "12")
                .contains(ExportFixture.checkpoint(LINES).root().base64());
        assertThat(err).isEmpty();
    }

    @Test
    void scripts_read_the_result_as_json() {
        assertThat(verify("--json")).isZero();

        JsonObject result = json();
        assertThat(result.getString("result")).isEqualTo("ok");
        assertThat(result.getInt("records")).isEqualTo(12);
        assertThat(result.getString("head")).hasSize(64);
        assertThat(result.getJsonObject("checkpoint").getString("origin")).isEqualTo("portnokkel/testbanken");
        assertThat(result.getJsonArray("problems")).isEmpty();
    }

    @Test
    void a_changed_record_is_named_in_both_languages() throws IOException {
        List<String> lines = new ArrayList<>(LINES);
        lines.set(6, lines.get(6).replace("node-1", "node-2"));
        Files.write(export, ExportFixture.file(lines));

        assertThat(verify()).isEqualTo(1);
        assertThat(out).contains("not proven intact", "Record 7 of the audit was changed.");

        assertThat(run(NORWEGIAN, arguments())).isEqualTo(1);
        assertThat(out).contains("ikke bevist uendret", "Post 7 i revisjonsloggen er endret.");

        assertThat(verify("--json")).isEqualTo(1);
        JsonObject problem = json().getJsonArray("problems").getJsonObject(0);
        assertThat(problem.getString("kind")).isEqualTo("record-changed");
        assertThat(problem.getInt("firstWrong")).isEqualTo(7);
        assertThat(problem.getBoolean("proven")).isTrue();
        assertThat(problem.getJsonObject("detail").getString("no")).contains("Post 7");
        assertThat(problem.getJsonObject("remedy").getString("en")).isNotBlank();
    }

    @Test
    void another_signer_fails_and_both_keys_are_named() throws IOException {
        Files.writeString(note, ExportFixture.checkpoint(LINES).note(List.of(SoftwareSigner.named("another"))));

        assertThat(verify("--json")).isEqualTo(1);
        assertThat(json().containsKey("checkpoint")).isFalse();
        assertThat(json().getJsonArray("problems").getJsonObject(0).getString("kind"))
                .isEqualTo("note-by-others");
    }

    @Test
    void an_unsigned_checkpoint_says_how_to_get_a_signed_one() throws IOException {
        Files.writeString(note, ExportFixture.checkpoint(LINES).note(List.of()));

        assertThat(verify()).isEqualTo(1);
        assertThat(out).contains("not signed", "portnokkel-hsm generate --for audit");
    }

    @Test
    void missing_files_and_options_are_wrong_usage() {
        assertThat(run(NORWEGIAN, "verify")).isEqualTo(2);
        assertThat(err).contains("Mangler: FILE", "Bruk:");

        assertThat(run(NORWEGIAN, "verify", export.toString(), "--signer", signer.toString()))
                .isEqualTo(2);
        assertThat(err).contains("Mangler: --checkpoint NOTE.", "Bruk:");

        assertThat(run(NORWEGIAN, "verify", export.toString(), "--checkpoint", note.toString()))
                .isEqualTo(2);
        assertThat(err).contains("Mangler: --signer PEM.");

        export = directory.resolve("missing.jsonl");
        assertThat(run(NORWEGIAN, arguments())).isEqualTo(2);
        assertThat(err).contains("FILE " + export, "den finnes ikke").doesNotContain("Bruk:");
    }

    @Test
    void a_signer_that_is_no_public_key_on_p_256_is_wrong_usage() throws IOException {
        for (String content : List.of(
                "",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                SignerPem.write(SoftwareSigner.onCurve("secp384r1", "wide").publicKey()),
                SignerPem.write(ExportFixture.SIGNER.publicKey()).repeat(2))) {
            Files.writeString(signer, content);

            assertThat(verify()).as(content).isEqualTo(2);
            assertThat(err).contains("--signer " + signer, "ECDSA P-256");
        }
    }

    @Test
    void the_key_is_read_as_openssl_writes_it() throws IOException {
        Path key = directory.resolve("key.pem");
        Shell.runSuccessfully("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key.toString());
        Shell.runSuccessfully("openssl", "ec", "-in", key.toString(), "-pubout", "-out", signer.toString());
        String pem = Files.readString(signer);

        assertThat(SignerPem.write(SignerPem.read(pem.getBytes(UTF_8)))).isEqualTo(pem);
        Files.writeString(signer, "read key EC\r\n" + pem.replace("\n", "\r\n"));
        assertThat(verify()).as(err).isEqualTo(1);
    }

    private int verify(String... more) {
        List<String> all = new ArrayList<>(List.of(arguments()));
        all.addAll(List.of(more));
        return run(Locale.ENGLISH, all.toArray(String[]::new));
    }

    private String[] arguments() {
        return new String[] {"verify", export.toString(), "--checkpoint", note.toString(), "--signer", signer.toString()
        };
    }

    private int run(Locale locale, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter diagnostics = new StringWriter();
        int exit = PortnokkelHsm.run(
                new CliContext(
                        new PrintWriter(output),
                        new PrintWriter(diagnostics),
                        locale,
                        prompt -> new char[0],
                        Clock.systemUTC()),
                arguments);
        out = output.toString();
        err = diagnostics.toString();
        return exit;
    }

    private JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(out))) {
            return reader.readObject();
        }
    }
}
