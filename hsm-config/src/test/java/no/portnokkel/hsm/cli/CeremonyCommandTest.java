package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a plan to a certified key, with evidence. */
@UsesSoftHsm
class CeremonyCommandTest {
    @TempDir
    Path directory;

    @Test
    void a_plan_becomes_a_certified_key_with_evidence_that_can_be_verified() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-whole");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).completed();

        assertThat(ceremony.verifies(
                        "--authorities", directory.resolve("issuer.pem").toString()))
                .as(officer.out())
                .isZero();
        assertThat(officer.out()).contains("Seal for Maskinporten, 2027", "seal-2027", "310167398");
        assertThat(ceremony.verifies()).isZero();
        assertThat(officer.out()).contains("self-consistent only");
        assertThat(officer.listing()).contains("seal-2027").contains("local").doesNotContain("decrypt");
        assertThat(officer.runs("test-sign", "--key", "seal-2027"))
                .as(officer.err())
                .isZero();
    }

    @Test
    void openssl_verifies_the_request_and_its_subject() {
        CeremonyFixture ceremony = CeremonyFixture.of(OfficerTerminal.with(directory, "ceremony-csr"), directory)
                .requested();

        String shown = Shell.runSuccessfully(
                "openssl",
                "req",
                "-verify",
                "-noout",
                "-subject",
                "-in",
                ceremony.evidence().resolve("request.csr").toString());

        assertThat(shown).contains("C = NO", "O = Testbanken AS", "organizationIdentifier = NTRNO-310167398");
    }

    @Test
    void every_artefact_has_the_hash_of_the_plan() {
        CeremonyFixture ceremony = CeremonyFixture.of(OfficerTerminal.with(directory, "ceremony-hash"), directory)
                .completed();
        String sha256 = Shell.runSuccessfully(
                        "sh",
                        "-c",
                        "cd " + directory
                                + "; for f in plan.yaml issuer.pem; do sha256sum < $f | cut -c1-64 | tr -d '\\n'; done"
                                + " | sha256sum")
                .substring(0, 64);

        for (String name :
                List.of("transcript.jsonl", "request.csr", "certificate.pem", "evidence.html", "evidence.json")) {
            assertThat(ceremony.text(name)).as(name).contains(sha256);
        }
    }

    @Test
    void the_transcript_tells_who_did_what_with_which_tools_and_no_secret() {
        CeremonyFixture ceremony = CeremonyFixture.of(OfficerTerminal.with(directory, "ceremony-told"), directory)
                .completed();

        List<JsonObject> lines = ceremony.text("transcript.jsonl")
                .lines()
                .map(line -> Json.createReader(new StringReader(line)).readObject())
                .toList();
        assertThat(lines.stream().map(line -> line.getString("step") + " " + line.getString("result")))
                .containsExactly(
                        "confirmation done",
                        "key begun",
                        "key done",
                        "request done",
                        "confirmation done",
                        "certificate begun",
                        "certificate done",
                        "evidence begun");
        assertThat(lines.get(0).getJsonObject("data").keySet())
                .contains("module", "moduleSha256", "token", "serial", "version", "java", "persons", "command");
        JsonObject attributes = lines.get(2).getJsonObject("data").getJsonObject("attributes");
        assertThat(Stream.of("sensitive", "alwaysSensitive", "neverExtractable", "local", "sign"))
                .allSatisfy(
                        name -> assertThat(attributes.getBoolean(name)).as(name).isTrue());
        assertThat(Stream.of("extractable", "decrypt", "unwrap", "derive"))
                .allSatisfy(
                        name -> assertThat(attributes.getBoolean(name)).as(name).isFalse());
        assertThat(ceremony.text("transcript.jsonl") + ceremony.text("evidence.html") + ceremony.text("evidence.json"))
                .doesNotContain(BankFixture.PIN);
    }

    @Test
    void a_dry_run_changes_nothing() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-dry");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);
        String before = officer.listing();

        assertThat(ceremony.runsWith("--dry-run")).as(officer.err()).isZero();

        assertThat(officer.out()).contains("planned", "Siri Vold (security officer), Ola Dahl (witness)");
        assertThat(officer.listing()).isEqualTo(before);
        assertThat(ceremony.evidence()).doesNotExist();
    }

    @Test
    void a_run_that_has_nothing_to_do_says_how_far_the_ceremony_is() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-again");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        String before = ceremony.text("transcript.jsonl");

        assertThat(ceremony.runsWith()).as(officer.err()).isZero();
        assertThat(officer.out()).contains("waiting: certificate");
        assertThat(ceremony.text("transcript.jsonl")).isEqualTo(before);

        assertThat(ceremony.runs("--chain", ceremony.delivered().toString())).isZero();
        String signed = Files.readString(ceremony.evidence().resolve("evidence.json"));
        assertThat(ceremony.runsWith()).as(officer.err()).isZero();
        assertThat(officer.out()).contains("complete");
        assertThat(ceremony.text("evidence.json")).isEqualTo(signed);
    }

    @Test
    void the_key_of_the_audit_signs_the_evidence_too() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-audit");
        assertThat(officer.runs("generate", "--for", "audit", "--key", "audit-2027"))
                .isZero();
        Path signer =
                officer.saves("audit.pem", officer.out().substring(officer.out().indexOf("-----BEGIN")));
        assertThat(officer.runs("generate", "--for", "audit", "--key", "other")).isZero();
        Path other =
                officer.saves("other.pem", officer.out().substring(officer.out().indexOf("-----BEGIN")));
        CeremonyFixture ceremony = CeremonyFixture.of(officer.configures("portnokkel.audit.key=audit-2027"), directory)
                .completed();

        assertThat(ceremony.verifies("--signer", signer.toString()))
                .as(ceremony.officer().out())
                .isZero();
        assertThat(ceremony.verifies("--signer", other.toString())).isEqualTo(1);
        assertThat(ceremony.officer().out()).contains("with --signer has not signed");
    }

    @Test
    void evidence_of_another_authority_is_not_accepted() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-other");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).completed();
        Path other =
                officer.saves("other.pem", Pem.of(List.of(TestAuthority.create().root())));

        assertThat(ceremony.verifies("--authorities", other.toString())).isEqualTo(1);
        assertThat(officer.out()).contains("does not come from one of the given authorities");
    }

    @Test
    void no_byte_of_the_evidence_can_change_unnoticed() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-bytes");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).completed();

        CeremonyFixture.requireEveryByteCovered(ceremony.evidence(), 7);

        assertThat(ceremony.verifies()).isZero();
    }

    @Test
    void a_file_that_is_missing_or_added_is_found() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "ceremony-files");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).completed();
        Path added = Files.writeString(ceremony.evidence().resolve("notes.txt"), "x");

        assertThat(ceremony.verifies()).isEqualTo(1);
        assertThat(officer.out()).contains("notes.txt is not covered by the signature");
        Files.delete(added);
        Files.delete(ceremony.evidence().resolve("plan.yaml"));
        assertThat(ceremony.verifies()).isEqualTo(1);
        assertThat(officer.out()).contains("plan.yaml is missing");
    }
}
