package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.testkit.ca.SigningRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesSoftHsm
@Tag("one-jdk")
class KeyLifecycleTest {
    @TempDir
    Path directory;

    @Test
    void three_steps_lead_from_an_empty_token_to_a_certified_key() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-whole");

        assertThat(officer.runs("generate", "--key", "seal")).as(officer.err()).isZero();
        assertThat(officer.out()).contains("RSA 3072", "placeholder").doesNotContain(BankFixture.PIN);
        List<X509Certificate> chain = officer.isCertified("seal");
        assertThat(officer.imports("seal", chain, "--organisation", OfficerTerminal.ORGANISATION))
                .as(officer.err())
                .isZero();

        assertThat(officer.out()).contains("organizationIdentifier=NTRNO-310167398", "days)");
        assertThat(officer.runs("doctor")).isZero();
        assertThat(officer.out().lines().filter(line -> line.startsWith("OK"))).hasSize(11);
        assertThat(officer.token().certificates("seal")).isEqualTo(chain);
    }

    @Test
    void another_tool_shows_that_the_key_was_generated_in_the_token_and_is_non_exportable() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-opensc");

        officer.generates("seal");

        assertThat(officer.listing())
                .contains("label:      seal", "Access:     sensitive, always sensitive, never extractable, local")
                .containsPattern("Usage:      sign\\s");
    }

    @Test
    void openssl_verifies_the_request_and_reads_its_subject() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-openssl");
        officer.generates("seal");
        Path csr = directory.resolve("seal.csr");

        int exit = officer.runs(
                "csr",
                "--key",
                "seal",
                "--organisation",
                OfficerTerminal.ORGANISATION,
                "--name",
                "Sparebanken Ærlig AS",
                "--unit",
                "Utlån",
                "--out",
                csr.toString());

        assertThat(exit).as(officer.err()).isZero();
        assertThat(Shell.runSuccessfully(
                        "openssl",
                        "req",
                        "-in",
                        csr.toString(),
                        "-noout",
                        "-verify",
                        "-subject",
                        "-nameopt",
                        "RFC2253,-esc_msb,utf8"))
                .contains(
                        "verify OK",
                        "organizationIdentifier=NTRNO-310167398,CN=Sparebanken Ærlig AS,OU=Utlån,O=Sparebanken Ærlig AS,C=NO");
    }

    @Test
    void a_request_goes_to_standard_output_when_no_file_is_named() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-stdout");
        officer.generates("seal");

        SigningRequest request = officer.requests("seal");

        assertThat(officer.out())
                .startsWith("-----BEGIN CERTIFICATE REQUEST-----\n")
                .endsWith("-----\n");
        assertThat(request.organisationNumber()).contains(OfficerTerminal.ORGANISATION);
        assertThat(request.key())
                .isEqualTo(officer.token().certificates("seal").get(0).getPublicKey());
    }

    @Test
    void doctor_warns_of_a_placeholder_and_names_the_next_step() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-waiting");
        officer.generates("seal");

        assertThat(officer.runs(Locale.forLanguageTag("nb"), "doctor")).isZero();

        assertThat(officer.out())
                .contains("WARNING Sertifikat: «seal» har ikke noe sertifikat ennå", "portnokkel-hsm csr")
                .contains("OK      Prøvesignatur: «seal» signerte");
    }

    @Test
    void every_placeholder_has_a_unique_subject_and_every_key_signs() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-several");
        List<String> labels = List.of("seal", "next", "seal-2027");

        labels.forEach(officer::generates);

        assertThat(labels.stream()
                        .map(officer.token()::certificates)
                        .map(chain -> chain.get(0).getSubjectX500Principal()))
                .doesNotHaveDuplicates();
        assertThat(officer.runs("doctor")).isZero();
        assertThat(officer.out().lines().filter(line -> line.startsWith("OK      Probe signature: ")))
                .hasSize(3);
    }

    @Test
    void certifying_one_key_leaves_other_keys_unchanged() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-renewal");
        officer.generates("seal");
        assertThat(officer.imports("seal", officer.isCertified("seal"))).isZero();
        officer.generates("next");
        List<X509Certificate> before = officer.token().certificates("seal");

        assertThat(officer.imports("next", officer.isCertified("next"))).isZero();

        assertThat(officer.token().certificates("seal")).isEqualTo(before);
        assertThat(officer.runs("doctor")).isZero();
    }

    @Test
    void a_root_at_the_end_of_the_file_is_not_stored() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-root");
        officer.generates("seal");
        List<X509Certificate> chain = officer.isCertified("seal");
        List<X509Certificate> withRoot = Stream.concat(
                        chain.stream(), Stream.of(BankFixture.authority().root()))
                .toList();

        assertThat(officer.imports("seal", withRoot)).as(officer.err()).isZero();

        assertThat(officer.token().certificates("seal")).isEqualTo(chain);
    }

    @Test
    void an_issued_certificate_is_replaced_only_with_the_option_yes() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-replace");
        officer.generates("seal");
        List<X509Certificate> first = officer.isCertified("seal");
        assertThat(officer.imports("seal", first)).isZero();
        List<X509Certificate> second = officer.isCertified("seal");

        assertThat(officer.imports("seal", second)).isEqualTo(6);
        assertThat(officer.err()).contains("already has an issued certificate", "--yes");
        assertThat(officer.token().certificates("seal")).isEqualTo(first);

        assertThat(officer.imports("seal", second, "--yes")).as(officer.err()).isZero();
        assertThat(officer.token().certificates("seal")).isEqualTo(second);
    }

    @Test
    void json_has_the_names_of_the_control_room() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-json");
        assertThat(officer.runs("generate", "--key", "seal", "--size", "2048", "--json"))
                .isZero();
        JsonObject made = object(officer.out());
        assertThat(made.getInt("size")).isEqualTo(2048);
        assertThat(made.getBoolean("placeholder")).isTrue();
        assertThat(made).doesNotContainKey("certificate");
        Path file = officer.saves(officer.isCertified("seal"));

        assertThat(officer.runs("import", "--key", "seal", "--chain", file.toString(), "--json"))
                .isZero();
        JsonObject certified = object(officer.out());

        assertThat(certified.getJsonObject("certificate").keySet())
                .containsExactly(
                        "subject", "issuer", "organisationNumber", "notBefore", "notAfter", "daysLeft", "sha256");
        assertThat(officer.runs("keys", "--json")).isZero();
        try (JsonReader reader = Json.createReader(new StringReader(officer.out()))) {
            JsonObject listed = reader.readArray().getJsonObject(0);
            assertThat(listed).containsAllEntriesOf(certified);
            assertThat(listed.getString("state")).isEqualTo("certified");
            assertThat(listed.getJsonObject("waitsFor")).containsOnlyKeys("no", "en");
        }
        assertThat(officer.runs(
                        "csr",
                        "--key",
                        "seal",
                        "--organisation",
                        OfficerTerminal.ORGANISATION,
                        "--name",
                        "Testbanken AS",
                        "--json"))
                .isZero();
        assertThat(SigningRequest.read(object(officer.out()).getString("pem")).name())
                .isEqualTo("Testbanken AS");
    }

    @Test
    void two_persons_can_compare_the_public_key_from_generation_to_import() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-fingerprint");
        assertThat(officer.runs("generate", "--key", "seal", "--size", "2048")).isZero();
        String fingerprint = CliContext.sha256(
                officer.token().certificates("seal").get(0).getPublicKey().getEncoded());

        assertThat(officer.out()).contains(fingerprint);
        List<X509Certificate> chain = officer.isCertified("seal");
        assertThat(officer.err()).contains(fingerprint);
        assertThat(officer.imports("seal", chain)).isZero();
        assertThat(officer.out()).contains(fingerprint);
        assertThat(officer.runs("keys", "--json")).isZero();
        assertThat(officer.out()).contains("\"publicKeySha256\":\"" + fingerprint + "\"");
        Path publicKey = officer.saves("seal.pub", "");
        Shell.runSuccessfully(
                "sh",
                "-c",
                "openssl x509 -in " + officer.saves(chain) + " -noout -pubkey | openssl pkey -pubin -outform DER -out "
                        + publicKey);
        assertThat(Shell.runSuccessfully("sha256sum", publicKey.toString())).startsWith(fingerprint);
    }

    @Test
    void import_says_when_a_running_application_uses_the_certificate() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-seen");
        officer.generates("seal");

        assertThat(officer.imports("seal", officer.isCertified("seal"))).isZero();

        assertThat(officer.out()).endsWith("or within seconds if it has rejected the present one.\n");
    }

    @Test
    void of_two_tokens_with_one_label_the_slot_selects_one() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-twins");
        officer.generates("seal");
        String made = Shell.runSuccessfully(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "ceremony-twins",
                "--pin",
                BankFixture.PIN,
                "--so-pin",
                "12345678");
        String twin = made.replaceAll("(?s).*slot ([0-9]+).*", "$1");
        try {
            assertThat(officer.runs("keys")).isEqualTo(4);
            assertThat(officer.err()).contains("--slot", twin);

            int exit = officer.runsAlone(
                    Locale.ENGLISH,
                    "keys",
                    "--library",
                    officer.token().library().toString(),
                    "--slot",
                    Long.toString(officer.token().slot()),
                    "--pin-file",
                    officer.token().pinFile().toString(),
                    "--data-dir",
                    directory.resolve("data").toString());

            assertThat(exit).as(officer.err()).isZero();
            assertThat(officer.out()).startsWith("seal\n");
        } finally {
            Shell.runSuccessfully("softhsm2-util", "--delete-token", "--serial", serial(officer, twin));
        }
    }

    private static String serial(OfficerTerminal officer, String slot) {
        assertThat(officer.runs("slots", "--json")).isZero();
        try (JsonReader reader = Json.createReader(new StringReader(officer.out()))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .filter(token -> token.getJsonNumber("slot").toString().equals(slot))
                    .map(token -> token.getString("serial"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void slots_are_listed_without_a_pin_and_without_a_token_label() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-slots");
        Files.delete(officer.token().pinFile());

        assertThat(officer.runs("slots")).as(officer.err()).isZero();

        assertThat(officer.out())
                .contains("ceremony-slots", "slot          " + officer.token().slot(), "SoftHSM project", "needs a PIN")
                .contains("(blank token)");
        assertThat(officer.runs("slots", "--json")).isZero();
        assertThat(officer.out()).contains("\"token-initialized\"", "\"login-required\"");
    }

    private static JsonObject object(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
