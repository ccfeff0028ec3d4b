package no.portnokkel.hsm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that nothing uses any more are removed with evidence, and others are not. */
@UsesSoftHsm
@Tag("one-jdk")
class RetireCommandTest {
    private static final Path NOTES = Path.of("data", "last-signatures");

    @TempDir
    Path directory;

    @Test
    void a_key_and_its_certificate_are_removed_and_the_evidence_shows_what_was_there() throws IOException {
        OfficerTerminal officer = certified("retire-whole");
        officer.generates("stays");
        String issued =
                officer.token().certificates("seal").get(0).getSerialNumber().toString(16);

        assertThat(retires(officer, "seal", "--yes")).as(officer.err()).isZero();

        assertThat(officer.listing()).contains("stays").doesNotContain("seal");
        assertThat(Files.readString(evidence().resolve("transcript.jsonl"))).contains(issued, "neverExtractable");
        assertThat(Files.readString(evidence().resolve("evidence.html"))).contains("Retired key", issued);
        assertThat(officer.runsAlone(Locale.ENGLISH, "verify", evidence().toString()))
                .as(officer.out())
                .isZero();
        Path issuer = officer.saves(
                "issuer.pem", Pem.of(List.of(BankFixture.authority().root())));
        assertThat(verifies(officer, issuer)).as(officer.out()).isZero();
        assertThat(officer.out()).contains("comes from one of the given authorities");
        Path other =
                officer.saves("other.pem", Pem.of(List.of(TestAuthority.create().root())));
        assertThat(verifies(officer, other)).as(officer.out()).isEqualTo(1);
    }

    @Test
    void no_byte_of_its_evidence_can_change_unnoticed() throws IOException {
        assertThat(retires(certified("retire-bytes"), "seal", "--yes")).isZero();

        CeremonyFixture.requireEveryByteCovered(evidence(), 4);
    }

    @Test
    void without_a_yes_nothing_is_removed() {
        OfficerTerminal officer = certified("retire-shown");
        String before = officer.listing();

        assertThat(retires(officer, "seal")).isEqualTo(6);

        assertThat(officer.out()).contains("NTRNO-" + OfficerTerminal.ORGANISATION);
        assertThat(officer.err()).contains("Nothing was removed", "--yes");
        assertThat(officer.listing()).isEqualTo(before);
        assertThat(evidence()).doesNotExist();
    }

    @Test
    void a_key_without_a_certificate_is_removed_and_the_certificate_of_another_with_its_id_stays() {
        OfficerTerminal officer = certified("retire-uncertified");
        officer.pkcs11Tool("--keypairgen", "--key-type", "rsa:2048", "--label", "old", "--id", "7365616c");
        String certificate =
                officer.token().certificates("seal").get(0).getSerialNumber().toString(16);

        assertThat(retires(officer, "old", "--yes")).as(officer.err()).isZero();

        assertThat(officer.listing()).doesNotContain("old").contains("seal");
        assertThat(officer.token().certificates("seal").get(0).getSerialNumber().toString(16))
                .isEqualTo(certificate);
        assertThat(officer.runsAlone(Locale.ENGLISH, "verify", evidence().toString()))
                .as(officer.out())
                .isZero();
    }

    @Test
    void without_a_configuration_nobody_knows_what_is_in_use() {
        OfficerTerminal officer = certified("retire-alone");

        int exit = officer.runsAlone(
                Locale.ENGLISH,
                "retire",
                "--library",
                officer.token().library().toString(),
                "--token-label",
                officer.token().label(),
                "--pin-file",
                officer.token().pinFile().toString(),
                "--key",
                "seal",
                "--evidence",
                evidence().toString(),
                "--yes");

        assertThat(exit).isEqualTo(2);
        assertThat(officer.err()).contains("--config FILE");
        assertThat(officer.listing()).contains("seal");
    }

    @Test
    void a_key_that_the_configuration_names_stays() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "retire-named");
        officer.generates("seal");
        String before = officer.listing();
        for (String name : List.of(
                "portnokkel.environments.test.key",
                "portnokkel.environments.test.next-key",
                "portnokkel.environments.test.standby-key",
                "portnokkel.environments.test.clients.sbl.key",
                "portnokkel.environments.test.selfservice.key",
                "portnokkel.audit.key")) {
            assertThat(retires(officer.configures(name + "=seal"), "seal", "--yes"))
                    .as(name)
                    .isEqualTo(6);

            assertThat(officer.err()).as(name).contains("The configuration names the key seal");
            assertThat(officer.listing()).as(name).isEqualTo(before);
        }
    }

    @Test
    void a_key_that_signed_for_an_application_today_stays_until_a_day_later() throws IOException {
        OfficerTerminal officer = certified("retire-used");
        String before = officer.listing();
        Path notes = directory.resolve(NOTES);
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), officer.token()))) {
            hsm.key("seal").sign("header.claims".getBytes(UTF_8), SignatureAlgorithm.RS256);
            Await.until(Duration.ofSeconds(20), () -> isNoted(notes));
        }

        assertThat(retires(officer, "seal", "--yes")).isEqualTo(6);
        assertThat(officer.err()).contains("signed for an application of this machine", "24 hours");
        assertThat(officer.listing()).isEqualTo(before);

        Path note = notes.resolve(notes.toFile().list()[0]);
        Files.writeString(note, Instant.now().minus(Duration.ofHours(25)) + "\n");
        assertThat(retires(officer, "seal", "--yes")).as(officer.err()).isZero();
    }

    @Test
    void a_note_that_cannot_be_read_is_not_taken_for_none() throws IOException {
        OfficerTerminal officer = certified("retire-unknown");
        Path notes = directory.resolve(NOTES);
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), officer.token()))) {
            hsm.key("seal").sign("header.claims".getBytes(UTF_8), SignatureAlgorithm.RS256);
            Await.until(Duration.ofSeconds(20), () -> isNoted(notes));
        }
        Files.writeString(notes.resolve(notes.toFile().list()[0]), "yesterday\n");

        assertThat(retires(officer, "seal", "--yes")).isEqualTo(1);

        assertThat(officer.err()).contains("not known when the key last signed");
    }

    @Test
    void an_unknown_label_and_a_folder_in_use_are_refused() {
        OfficerTerminal officer = certified("retire-wrong");
        officer.generates("other");

        assertThat(retires(officer, "sael", "--yes")).isEqualTo(5);
        assertThat(retires(officer, "other", "--yes")).as(officer.err()).isZero();
        assertThat(retires(officer, "seal", "--yes")).isEqualTo(6);

        assertThat(officer.err()).contains("already holds evidence");
        assertThat(officer.listing()).contains("seal");
    }

    @Test
    void of_two_keys_with_one_label_each_is_selected_by_its_id() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "retire-two");
        officer.generates("seal");
        officer.pkcs11Tool("--keypairgen", "--key-type", "rsa:2048", "--label", "seal", "--id", "77");
        String before = officer.listing();

        assertThat(retires(officer, "seal", "--yes")).isEqualTo(5);

        assertThat(officer.err()).contains("77");
        assertThat(officer.listing()).isEqualTo(before);
    }

    private int verifies(OfficerTerminal officer, Path authorities) {
        return officer.runsAlone(
                Locale.ENGLISH, "verify", evidence().toString(), "--authorities", authorities.toString());
    }

    /** The note is there under its last name. */
    private static boolean isNoted(Path notes) {
        String[] names = notes.toFile().list();
        return names != null && names.length == 1 && names[0].length() == 64;
    }

    private OfficerTerminal certified(String token) {
        OfficerTerminal officer = OfficerTerminal.with(directory, token);
        officer.generates("seal");
        assertThat(officer.imports("seal", officer.isCertified("seal")))
                .as(officer.err())
                .isZero();
        return officer;
    }

    private Path evidence() {
        return directory.resolve("retired");
    }

    private int retires(OfficerTerminal officer, String key, String... more) {
        return officer.runs(
                "retire",
                Stream.concat(Stream.of("--key", key, "--evidence", evidence().toString()), Stream.of(more))
                        .toArray(String[]::new));
    }
}
