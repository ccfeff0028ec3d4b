package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.ca.SigningRequest;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private keys that another tool has generated, without a certificate: SunPKCS11 does not show them. */
@UsesSoftHsm
class UncertifiedKeysTest {
    @TempDir
    Path directory;

    @Test
    void a_key_of_another_tool_gets_a_request_and_a_certificate_by_its_label() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-label");
        generate(officer, "vendor-key", "5501");

        List<X509Certificate> chain = officer.isCertified("vendor-key");
        assertThat(officer.imports("vendor-key", chain)).as(officer.err()).isZero();

        assertThat(officer.out()).startsWith("vendor-key\n").contains("CN=Testbanken AS");
        assertThat(officer.token().certificates("vendor-key")).isEqualTo(chain);
        assertThat(officer.runs("test-sign", "--key", "vendor-key"))
                .as(officer.err())
                .isZero();
    }

    @Test
    void a_request_changes_nothing_in_the_token() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-unchanged");
        generate(officer, "vendor-key", "5501");
        String before = officer.listing();

        officer.requests("vendor-key");

        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void of_two_keys_with_one_label_the_id_selects_one() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-id");
        generate(officer, "seal", "5501");
        generate(officer, "seal", "5502");

        assertThat(csr(officer, "seal")).isEqualTo(5);
        assertThat(officer.err()).contains("CKA_ID 5501", "CKA_ID 5502", "as --key");
        SigningRequest first = officer.requests("5501");
        SigningRequest second = officer.requests("5502");

        assertThat(first.key()).isNotEqualTo(second.key());
    }

    @Test
    void a_key_without_a_label_is_certified_under_its_id() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-nameless");
        generate(officer, "", "5503");

        assertThat(officer.imports("5503", officer.isCertified("5503")))
                .as(officer.err())
                .isZero();

        assertThat(officer.runs("test-sign", "--key", "5503")).as(officer.err()).isZero();
    }

    @Test
    void a_key_with_norwegian_letters_in_its_label_gets_a_request() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-norwegian");
        generate(officer, "Nøkkel å", "5504");

        assertThat(officer.requests("Nøkkel å").key())
                .isEqualTo(officer.requests("5504").key());
    }

    @Test
    void a_certificate_that_the_token_does_not_store_leaves_nothing_behind() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-refused");
        generate(officer, "vendor-key", "5501");
        List<X509Certificate> chain = officer.isCertified("vendor-key");
        String before = officer.listing();
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_CreateObject answer 0x31"); // CKR_DEVICE_MEMORY

        assertThat(officer.through(shim.module()).imports("vendor-key", chain)).isEqualTo(5);

        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void importing_leaves_the_id_of_the_vendors_key_as_it_is() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-same-id");
        generate(officer, "vendor-key", "5501");

        assertThat(officer.imports("vendor-key", officer.isCertified("vendor-key")))
                .isZero();

        assertThat(officer.out()).containsPattern("id +5501\\s");
    }

    @Test
    void the_certificate_of_another_key_is_refused_and_the_key_stays_without_one() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-other");
        generate(officer, "vendor-key", "5501");
        generate(officer, "other-key", "5502");
        String before = officer.listing();

        assertThat(officer.imports("vendor-key", officer.isCertified("other-key")))
                .isEqualTo(5);

        assertThat(officer.err()).contains("does not belong to key \"vendor-key\"");
        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void a_wrong_signature_gives_no_request() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-wrong");
        generate(officer, "vendor-key", "5501");
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_Sign wrong");
        OfficerTerminal faulty = officer.through(shim.module());

        assertThat(csr(faulty, "vendor-key")).isEqualTo(5);

        assertThat(faulty.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0x32, 4, CKR_DEVICE_REMOVED", "0x68, 5, CKR_KEY_FUNCTION_NOT_PERMITTED"})
    void an_hsm_that_fails_while_it_signs_is_told_from_a_key_that_may_not_sign(String ckr, int exit, String name) {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-" + exit);
        generate(officer, "vendor-key", "5501");
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_Sign answer " + ckr);
        OfficerTerminal faulty = officer.through(shim.module());

        assertThat(csr(faulty, "vendor-key")).as(faulty.err()).isEqualTo(exit);

        assertThat(faulty.err()).contains(name);
        assertThat(faulty.out()).isEmpty();
    }

    @Test
    void doctor_names_the_keys_without_a_certificate_and_the_way_to_one() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-doctor");
        generate(officer, "vendor-key", "5501");

        assertThat(officer.runs("doctor")).isEqualTo(5);

        assertThat(officer.out()).contains("vendor-key", "portnokkel-hsm csr").doesNotContain("–", "OK      Keys");
    }

    @Test
    void an_elliptic_key_is_told_from_one_that_is_not_there() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "uncertified-elliptic");
        officer.pkcs11Tool("--keypairgen", "--key-type", "EC:prime256v1", "--id", "55", "--label", "curve");

        assertThat(csr(officer, "curve")).isEqualTo(5);
        assertThat(officer.err()).contains("(EC)");
        assertThat(officer.imports(
                        "gone",
                        BankFixture.certify(BankFixture.authority().root().getPublicKey())))
                .isEqualTo(5);
        assertThat(officer.err()).contains("\"gone\"", "curve");
    }

    private static int csr(OfficerTerminal officer, String key) {
        return officer.runs(
                "csr", "--key", key, "--organisation", OfficerTerminal.ORGANISATION, "--name", "Testbanken AS");
    }

    private static void generate(OfficerTerminal officer, String label, String id) {
        if (label.isEmpty()) {
            officer.pkcs11Tool("--keypairgen", "--key-type", "rsa:2048", "--id", id, "--usage-sign");
        } else {
            officer.pkcs11Tool("--keypairgen", "--key-type", "rsa:2048", "--id", id, "--label", label, "--usage-sign");
        }
    }
}
