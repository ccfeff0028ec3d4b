package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the application knows from its configuration, the command line knows too. */
@UsesSoftHsm
@Tag("one-jdk")
class ServiceConfigurationTest {
    private static final String OTHER_BANK = "974760673";

    @TempDir
    Path directory;

    @Test
    void doctor_ends_with_0_for_a_configuration_with_which_the_application_would_sign() {
        OfficerTerminal officer = certified("service-whole").configures(lab());

        assertThat(officer.runs("doctor")).as(officer.out()).isZero();

        assertThat(officer.out())
                .contains("OK      Configuration: complete for lab")
                .doesNotContain("FAILED", "WARNING");
    }

    @Test
    void an_environment_whose_key_is_in_another_device_is_named_as_not_checked() {
        OfficerTerminal officer = certified("service-devices");
        officer.configures(lab(
                "portnokkel.environments.vault.issuer=https://vault.bank.example/",
                "portnokkel.environments.vault.client-id=3a0c6a8f-4a1e-4f5e-9a6b-0d5a2f6b7c8d",
                "portnokkel.environments.vault.organisation-number=" + OfficerTerminal.ORGANISATION,
                "portnokkel.environments.vault.hsm=second",
                "portnokkel.environments.vault.key=other"));

        assertThat(officer.runs("doctor")).as(officer.out()).isZero();

        assertThat(officer.out()).contains("WARNING Configuration: ", "vault", "--device second");
    }

    @Test
    void an_unknown_key_fails_doctor_with_the_nearest_known_one_and_warns_other_verbs() {
        OfficerTerminal officer = certified("service-typo");
        officer.configures(lab("portnokkel.environments.lab.kye=seal"));

        assertThat(officer.runs("doctor")).isEqualTo(1);
        assertThat(officer.out())
                .contains("FAILED  Configuration: portnokkel.environments.lab.kye", "portnokkel.environments.lab.key?");
        assertThat(officer.err()).isEmpty();

        assertThat(officer.runs("keys")).isZero();
        assertThat(officer.err()).contains("portnokkel.environments.lab.kye", "portnokkel.environments.lab.key?");
    }

    @Test
    void a_misspelt_key_of_the_hsm_is_named_beside_the_value_that_is_missing() {
        OfficerTerminal officer = certified("service-hsm-typo");
        Path file = officer.saves(
                "typo.properties", "portnokkel.hsm.profile=softhsm2\nportnokkel.hsm.token-lable=service-hsm-typo\n");

        assertThat(officer.runsAlone(Locale.ENGLISH, "keys", "--config", file.toString()))
                .isEqualTo(2);

        assertThat(officer.err())
                .contains("portnokkel.hsm.token-lable is not a known key", "portnokkel.hsm.token-label?");
    }

    @Test
    void a_client_without_client_id_or_organisation_number_fails_doctor() {
        OfficerTerminal officer = certified("service-incomplete")
                .configures("portnokkel.environment=test", "portnokkel.environments.test.key=seal");

        assertThat(officer.runs("doctor")).isEqualTo(1);

        assertThat(officer.out())
                .contains("portnokkel.environments.test.client-id", "portnokkel.environments.test.organisation-number");
    }

    @Test
    void a_character_that_was_copied_into_an_id_fails_doctor() {
        OfficerTerminal officer = certified("service-copied")
                .configures(lab(
                        "portnokkel.environments.lab.client-id=3a0c\\u200b6a8f",
                        "portnokkel.environments.lab.kid=k\\u00a0"));

        assertThat(officer.runs("doctor")).isEqualTo(1);

        assertThat(officer.out())
                .contains("FAILED  Configuration: portnokkel.environments.lab.client-id", "U+200B at position 5")
                .contains("FAILED  Configuration: portnokkel.environments.lab.kid", "U+00A0 at position 2");
    }

    @Test
    void another_notation_of_production_fails_doctor_as_it_fails_the_application() {
        OfficerTerminal officer = certified("service-notation")
                .configures(lab(
                        "portnokkel.environments.lab.issuer=https://www.maskinporten.no./",
                        "portnokkel.environments.lab.class=test"));

        assertThat(officer.runs("doctor")).isNotZero();

        assertThat(officer.out())
                .contains("FAILED  Configuration: portnokkel.environments.lab.issuer", "https://maskinporten.no/");
    }

    @Test
    void an_environment_that_nobody_chose_fails_doctor() {
        OfficerTerminal officer = certified("service-unchosen");
        String[] withoutChoice = List.of(lab()).stream()
                .filter(line -> !line.contains("environment="))
                .toArray(String[]::new);

        assertThat(officer.configures(withoutChoice).runs("doctor")).isEqualTo(1);

        assertThat(officer.out()).contains("portnokkel.environment is not set", "lab");
    }

    @Test
    void a_placeholder_fails_doctor_when_grants_carry_the_certificate_and_not_with_a_kid() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "service-placeholder");
        officer.generates("seal");

        assertThat(officer.configures(lab()).runs("doctor")).isEqualTo(5);
        assertThat(officer.configures(lab("portnokkel.environments.lab.kid=bank-1"))
                        .runs("doctor"))
                .isZero();
    }

    @Test
    void the_certificate_of_another_organisation_than_the_clients_is_not_imported() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "service-other");
        officer.generates("seal");
        officer.configures(lab());
        List<X509Certificate> theirs = BankFixture.authority()
                .certify(officer.requests("seal").key(), OrganisationCertificate.seal(OTHER_BANK, "Andrebanken AS"));

        assertThat(officer.imports("seal", theirs)).isEqualTo(5);

        assertThat(officer.err())
                .contains(OTHER_BANK, OfficerTerminal.ORGANISATION, "portnokkel.environments.lab.organisation-number");
        assertThat(officer.token().certificates("seal")).isNotEqualTo(theirs);
    }

    @Test
    void doctor_fails_for_the_certificate_of_another_organisation_that_is_there_already() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "service-wrong-owner");
        officer.token()
                .generateKey(
                        "seal",
                        key -> BankFixture.authority()
                                .certify(key, OrganisationCertificate.seal(OTHER_BANK, "Andrebanken AS")));

        assertThat(officer.configures(lab()).runs("doctor")).isEqualTo(5);

        assertThat(officer.out()).contains("FAILED  Configuration: ", OTHER_BANK);
    }

    @Test
    void a_custom_environment_accepts_its_own_authorities_only() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "service-issuers");
        officer.generates("seal");
        Path authorities = officer.saves(
                "authorities.pem",
                "\uFEFF" + Pem.of(List.of(BankFixture.authority().root())));
        officer.configures(lab("portnokkel.environments.lab.authorities-file=" + authorities));
        List<X509Certificate> selfMade = TestAuthority.create(CertificateClass.TEST)
                .certify(
                        officer.requests("seal").key(),
                        OrganisationCertificate.seal(OfficerTerminal.ORGANISATION, "Testbanken AS"));

        assertThat(officer.imports("seal", selfMade)).isEqualTo(5);
        assertThat(officer.err()).contains("does not accept");

        assertThat(officer.imports("seal", officer.isCertified("seal")))
                .as(officer.err())
                .isZero();
    }

    @Test
    void an_issuer_that_digdir_does_not_know_is_a_warning_of_import_and_doctor() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "service-preset");
        officer.generates("seal");
        officer.configures(
                "portnokkel.environment=test",
                "portnokkel.environments.test.client-id=3a0c6a8f-4a1e-4f5e-9a6b-0d5a2f6b7c8d",
                "portnokkel.environments.test.organisation-number=" + OfficerTerminal.ORGANISATION,
                "portnokkel.environments.test.key=seal");

        assertThat(officer.imports("seal", officer.isCertified("seal"))).isZero();
        assertThat(officer.err()).contains("Portnøkkel Test Business CA", "is known to accept");

        assertThat(officer.runs("doctor")).isZero();
        assertThat(officer.out()).contains("WARNING Configuration: ", "Portnøkkel Test Business CA");
    }

    @Test
    void a_configuration_with_a_byte_order_mark_or_in_utf_16_keeps_its_first_key() throws IOException {
        OfficerTerminal officer = certified("service-encoding");
        String text = "portnokkel.hsm.profile=softhsm2\nportnokkel.hsm.library="
                + officer.token().library() + "\nportnokkel.hsm.token-label=service-encoding\nportnokkel.hsm.pin-file="
                + officer.token().pinFile() + "\nportnokkel.data-dir=" + directory.resolve("data") + "\n";
        Path file = directory.resolve("from-an-editor.properties");

        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
            Files.write(file, ("\uFEFF" + text.replace("\n", "\r\n")).getBytes(charset));

            assertThat(officer.runsAlone(Locale.ENGLISH, "keys", "--config", file.toString()))
                    .as(officer.err())
                    .isZero();
            assertThat(officer.err()).isEmpty();
        }
    }

    private OfficerTerminal certified(String label) {
        OfficerTerminal officer = OfficerTerminal.with(directory, label);
        officer.token().generateKey("seal", BankFixture::certify);
        return officer;
    }

    /** A custom environment of class test, in which any issuer is accepted. */
    private static String[] lab(String... more) {
        return Stream.concat(
                        Stream.of(
                                "portnokkel.environment=lab",
                                "portnokkel.environments.lab.issuer=https://lab.bank.example/",
                                "portnokkel.environments.lab.client-id=3a0c6a8f-4a1e-4f5e-9a6b-0d5a2f6b7c8d",
                                "portnokkel.environments.lab.organisation-number=" + OfficerTerminal.ORGANISATION,
                                "portnokkel.environments.lab.key=seal"),
                        Stream.of(more))
                .toArray(String[]::new);
    }
}
