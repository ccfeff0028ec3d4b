package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.ceremony.CeremonyLock;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.SigningRequest;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ceremony refuses: the HSM token is as it was, and the message says what to do. */
@UsesSoftHsm
@Tag("one-jdk")
class RefusedCeremoniesTest {
    private static final OrganisationCertificate SEAL =
            OrganisationCertificate.seal(OfficerTerminal.ORGANISATION, "Testbanken AS");

    @TempDir
    Path directory;

    @Test
    void a_witness_who_has_not_confirmed() {
        refusesToBegin("not-there", 6, "Ola Dahl=witness", "--confirm", CeremonyFixture.OFFICER);
    }

    @Test
    void a_person_who_is_not_in_the_plan() {
        refusesToBegin(
                "stranger",
                6,
                "not in the plan with that role: Kari Nes=witness",
                "--confirm",
                CeremonyFixture.OFFICER,
                "--confirm",
                "Kari Nes=witness");
    }

    @Test
    void an_officer_who_confirms_as_the_witness() {
        refusesToBegin(
                "two-roles",
                6,
                "Siri Vold=witness",
                "--confirm",
                CeremonyFixture.OFFICER,
                "--confirm",
                "Siri Vold=witness");
    }

    @Test
    void a_confirmation_without_a_role() {
        refusesToBegin("no-role", 2, "The roles are security-officer, witness and auditor", "--confirm", "Siri Vold");
    }

    @Test
    void a_certificate_before_its_request() throws IOException {
        Path early = Files.writeString(
                directory.resolve("early.pem"),
                Pem.of(BankFixture.certify(OpenScTool.pair("RSA", 2048).getPublic())));

        refusesToBegin(
                "too-early",
                2,
                "has not requested a certificate yet",
                "--confirm",
                CeremonyFixture.OFFICER,
                "--confirm",
                CeremonyFixture.WITNESS,
                "--chain",
                early.toString());
    }

    @Test
    void a_label_that_is_in_use() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-label");
        officer.generates("seal-2027");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);

        leavesTheTokenAlone(officer, () -> assertThat(ceremony.runs()).isEqualTo(6));

        assertThat(officer.err()).contains("seal-2027");
        leavesTheTokenAlone(
                officer, () -> assertThat(ceremony.runsWith("--dry-run")).isEqualTo(6));
    }

    @Test
    void a_folder_with_other_files() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-folder");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);
        createPrivate(ceremony.evidence());
        Files.writeString(ceremony.evidence().resolve("notes.txt"), "x");

        leavesTheTokenAlone(officer, () -> assertThat(ceremony.runs()).isEqualTo(6));

        assertThat(officer.err()).contains("notes.txt", "move the file away");
    }

    @Test
    void a_folder_that_others_can_read() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-open");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);
        Files.createDirectory(ceremony.evidence());
        Files.setPosixFilePermissions(ceremony.evidence(), PosixFilePermissions.fromString("rwxr-xr-x"));

        leavesTheTokenAlone(officer, () -> assertThat(ceremony.runs()).isEqualTo(1));

        assertThat(officer.err()).contains("cannot be used for the evidence", "chmod 700");
    }

    @Test
    void a_transcript_that_cannot_be_written() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-disk");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);
        createPrivate(ceremony.evidence());
        Files.createDirectories(ceremony.evidence().resolve("plan.yaml").resolve("in-the-way"));

        leavesTheTokenAlone(officer, () -> assertThat(ceremony.runs()).isEqualTo(1));

        assertThat(officer.err()).contains("plan.yaml cannot be used for the evidence");
    }

    @Test
    void a_plan_that_was_edited_after_the_pause() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-edited");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        Path delivered = ceremony.delivered();
        Files.writeString(ceremony.plan(), CeremonyFixture.plan("seal-2027").replace("2027\n", "2028\n"));

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", delivered.toString())).isEqualTo(6));

        assertThat(officer.err()).contains("has begun with another plan", "plan.yaml");
    }

    @Test
    void authorities_that_were_exchanged_after_the_pause() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-exchanged");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        Path delivered = ceremony.delivered();
        officer.saves("issuer.pem", Pem.of(List.of(TestAuthority.create().root())));

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", delivered.toString())).isEqualTo(6));
    }

    @Test
    void a_transcript_that_was_edited() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-transcript");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        Path delivered = ceremony.delivered();
        Path transcript = ceremony.evidence().resolve("transcript.jsonl");
        Files.writeString(transcript, Files.readString(transcript).replace("Ola Dahl", "Ola Dal"));

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", delivered.toString())).isEqualTo(6));

        assertThat(officer.err()).contains("damaged, edited, or of another plan");
    }

    @Test
    void a_folder_whose_transcript_is_lost() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-lost");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        Files.delete(ceremony.evidence().resolve("transcript.jsonl"));

        leavesTheTokenAlone(officer, () -> assertThat(ceremony.runs()).isEqualTo(6));

        assertThat(officer.err()).contains("Restore the folder from its backup");
    }

    @Test
    void a_request_that_was_exchanged_in_the_pause() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-request");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        Path delivered = ceremony.delivered();
        Files.writeString(ceremony.evidence().resolve("request.csr"), ceremony.text("request.csr") + "\n");

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", delivered.toString())).isEqualTo(6));
    }

    @Test
    void a_key_of_the_same_label_that_somebody_else_has_made_is_left_alone() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-foreign");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        List<String> lines = ceremony.text("transcript.jsonl").lines().toList();
        officer.pkcs11Tool("--delete-object", "--type", "privkey", "--label", "seal-2027");
        officer.pkcs11Tool("--delete-object", "--type", "cert", "--label", "seal-2027");
        assertThat(officer.runs("generate", "--key", "seal-2027", "--size", "4096"))
                .isZero();
        Files.delete(ceremony.evidence().resolve("request.csr"));
        Files.writeString(
                ceremony.evidence().resolve("transcript.jsonl"), String.join("\n", lines.subList(0, 2)) + "\n");

        leavesTheTokenAlone(officer, () -> assertThat(ceremony.runs()).isEqualTo(6));

        assertThat(officer.err()).contains("that this ceremony has not made");
    }

    @Test
    void evidence_of_another_ceremony() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-replayed");
        CeremonyFixture first = CeremonyFixture.of(officer, directory).completed();
        CeremonyFixture second = CeremonyFixture.of(officer, directory, CeremonyFixture.plan("seal-2028"))
                .in(directory.resolve("second"))
                .requested();
        Path delivered = second.delivered();
        Files.copy(
                first.evidence().resolve("transcript.jsonl"),
                second.evidence().resolve("transcript.jsonl"),
                StandardCopyOption.REPLACE_EXISTING);

        leavesTheTokenAlone(
                officer,
                () -> assertThat(second.runs("--chain", delivered.toString())).isEqualTo(6));
    }

    @Test
    void a_clock_that_went_back() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-clock");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        Path delivered = ceremony.delivered();
        officer.hasClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(-2)));

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", delivered.toString())).isEqualTo(1));

        assertThat(officer.err()).contains("before the last step", "Correct the clock");
    }

    @Test
    void a_second_ceremony_at_the_same_time() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-twice");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);

        int exit = CeremonyLock.during(directory.resolve("data"), ceremony::runs);

        assertThat(exit).isEqualTo(1);
        assertThat(officer.err()).contains("Another ceremony", "Wait until it has ended");
        assertThat(ceremony.runs()).as(officer.err()).isZero();
    }

    @Test
    void an_audit_key_that_is_not_there() {
        OfficerTerminal officer =
                OfficerTerminal.with(directory, "refused-audit").configures("portnokkel.audit.key=audit-2027");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);

        leavesTheTokenAlone(officer, () -> assertThat(ceremony.runs()).isEqualTo(5));

        assertThat(officer.err()).contains("audit-2027");
    }

    @Test
    void a_key_that_was_replaced_in_the_pause() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-replaced");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        Path delivered = ceremony.delivered();
        officer.pkcs11Tool("--delete-object", "--type", "privkey", "--label", "seal-2027");
        officer.pkcs11Tool("--delete-object", "--type", "cert", "--label", "seal-2027");
        officer.generates("seal-2027");

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", delivered.toString())).isEqualTo(5));

        assertThat(officer.err()).contains("exactly the key seal-2027 that this ceremony has made");
    }

    @Test
    void a_second_key_of_the_same_label() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-pair");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        Path delivered = ceremony.delivered();
        officer.pkcs11Tool("--keypairgen", "--key-type", "rsa:2048", "--label", "seal-2027", "--id", "77");

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", delivered.toString())).isNotZero());
    }

    @Test
    void deliveries_that_are_not_acceptable_can_be_followed_by_the_right_one() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-deliveries");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        PublicKey key = SigningRequest.read(ceremony.text("request.csr")).key();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Map<String, List<X509Certificate>> deliveries = Map.of(
                "does not belong to key",
                BankFixture.certify(OpenScTool.pair("RSA", 2048).getPublic()),
                "belongs to organisation 974760673, not 310167398",
                certify(key, OrganisationCertificate.seal("974760673", "Andrebanken AS")),
                "expired on",
                certify(key, SEAL.valid(now.minus(20, ChronoUnit.DAYS), now.minus(10, ChronoUnit.DAYS))),
                "is not valid before",
                certify(key, SEAL.valid(now.plus(10, ChronoUnit.DAYS), now.plus(20, ChronoUnit.DAYS))),
                "for encryption only",
                certify(key, SEAL.with(Usage.ENCRYPTION)),
                "not issued by an authority of the file",
                TestAuthority.create().certify(key, SEAL),
                "The certificate of the issuer",
                certify(key, SEAL).subList(0, 1),
                "the organisation's own is missing",
                certify(key, SEAL).subList(1, 2));

        deliveries.forEach((said, chain) -> {
            Path wrong = officer.saves("wrong.pem", Pem.of(chain));
            leavesTheTokenAlone(
                    officer,
                    () -> assertThat(ceremony.runs("--chain", wrong.toString()))
                            .as(said)
                            .isEqualTo(5));
            assertThat(officer.err()).contains(said);
        });

        assertThat(ceremony.runs("--chain", ceremony.delivered().toString()))
                .as(officer.err())
                .isZero();
        assertThat(ceremony.verifies()).isZero();
    }

    @Test
    void a_file_that_is_no_certificate() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-garbage");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", ceremony.plan().toString()))
                        .isEqualTo(5));
        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs(
                                "--chain",
                                ceremony.evidence().resolve("request.csr").toString()))
                        .isEqualTo(5));
        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", directory + "/none.pem"))
                        .isEqualTo(2));
    }

    @Test
    void unknown_authorities_when_the_plan_names_none() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-unknown");
        CeremonyFixture ceremony = CeremonyFixture.of(
                        officer, directory, CeremonyFixture.plan("seal-2027").replaceAll("certificate:.*\n", ""))
                .requested();
        Path delivered = ceremony.delivered();

        leavesTheTokenAlone(
                officer,
                () -> assertThat(ceremony.runs("--chain", delivered.toString())).isEqualTo(5));

        assertThat(officer.err()).contains("not issued by Buypass or Commfides");
    }

    private void refusesToBegin(String token, int exit, String said, String... arguments) {
        OfficerTerminal officer = OfficerTerminal.with(directory, "refused-" + token);
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);

        leavesTheTokenAlone(
                officer, () -> assertThat(ceremony.runsWith(arguments)).isEqualTo(exit));

        assertThat(officer.err()).contains(said);
        assertThat(ceremony.evidence()).doesNotExist();
    }

    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void leavesTheTokenAlone(OfficerTerminal officer, Runnable run) {
        String before = officer.listing();
        run.run();
        assertThat(officer.listing()).isEqualTo(before);
    }

    private static List<X509Certificate> certify(PublicKey key, OrganisationCertificate content) {
        return BankFixture.authority().certify(key, content);
    }
}
