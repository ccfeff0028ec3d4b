package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One object, slot or attribute that is not as it should be concerns nothing but itself. */
@UsesSoftHsm
class BadMemberTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final String CKA_EXTRACTABLE = "0x162";

    @TempDir
    Path directory;

    @Test
    void a_certificate_that_is_none_is_named_and_the_key_beside_it_signs() {
        SoftHsmToken token = BankFixture.token(directory, "member-garbage");
        token.generateKey("garbage", BankFixture::certify);
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_GetAttributeValue about garbage", "C_GetAttributeValue garble");
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
            assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS512)).hasSize(256);
            assertThat(hsm.key("seal").chain()).isEqualTo(token.certificates("seal"));
            assertThat(hsm.nonExportableKey("seal").chain()).hasSize(2);

            HsmFault fault = catchThrowableOfType(
                            HsmException.class, () -> hsm.key("garbage").chain())
                    .fault();
            assertThat(fault.code().word()).isEqualTo("hsm-key-unusable");
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
        assertThat(steps(settings(token, shim)))
                .anySatisfy(step -> assertThat(step).contains("garbage").contains("CKA_VALUE"));
    }

    /** Codes about an attribute, codes that say "wait", codes of an outage, of a login, of a broken device, and a vendor's own. */
    @Test
    void an_object_whose_attributes_are_refused_is_skipped() {
        SoftHsmToken token = BankFixture.token(directory, "member-object");
        token.generateKey("secretive", BankFixture::certify);
        FaultShim shim = FaultShim.before(token, directory);
        assertThat(List.of(
                        "0x06",
                        "0x13",
                        "0x11",
                        "0x01",
                        "0x02",
                        "0x31",
                        "0x50",
                        "0xB1",
                        "0x201",
                        "0x05",
                        "0x30",
                        "0x101",
                        "0xB3",
                        "0xA0",
                        "0x1B6",
                        "0xD0",
                        "0x80000001"))
                .allSatisfy(code -> {
                    shim.says("C_GetAttributeValue about secretive", "C_GetAttributeValue answer " + code);
                    try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
                        assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256))
                                .hasSize(256);
                        assertThat(hsm.status().generation()).isEqualTo(1);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x30", "0xE0", "0xE1", "0x80000001"})
    void a_slot_that_does_not_show_its_token_is_skipped_and_named(String code) {
        SoftHsmToken token = BankFixture.token(directory, "member-slot-" + code);
        SoftHsmToken other = BankFixture.token(directory, "member-other-" + code);
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_GetTokenInfo slot " + other.slot(), "C_GetTokenInfo answer " + code);

        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
        }

        assertThat(steps(settings(token, shim)))
                .anySatisfy(step -> assertThat(step).contains(Long.toString(other.slot())));
    }

    @Test
    void our_own_slot_without_a_token_is_an_outage_and_not_a_wrong_name() {
        SoftHsmToken token = BankFixture.token(directory, "member-ours");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_GetTokenInfo slot " + token.slot(), "C_GetTokenInfo answer 0xE0");

        HsmFault fault = catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings(token, shim)))
                .fault();

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_UNAVAILABLE);
        assertThat(fault.detail().en()).contains("CKR_TOKEN_NOT_PRESENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x06", "0x13"})
    void an_attribute_that_is_refused_is_unknown_with_its_code(String code) {
        SoftHsmToken token = BankFixture.token(directory, "member-attribute-" + code);
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("* hide " + CKA_EXTRACTABLE, "* code " + code);
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            for (int caller = 0; caller < 10; caller++) {
                HsmFault fault = catchThrowableOfType(
                                HsmException.class,
                                () -> hsm.nonExportableKey("seal").sign(GRANT, SignatureAlgorithm.RS256))
                        .fault();
                assertThat(fault.code()).isEqualTo(ProblemCode.KEY_EXPORTABLE);
                assertThat(fault.detail().en())
                        .contains("CKA_EXTRACTABLE = ? (CKR_"
                                + (code.equals("0x06") ? "FUNCTION_FAILED" : "ATTRIBUTE_VALUE_INVALID"));
                assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256))
                        .hasSize(256);
            }
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_listing_that_answers_like_a_login_is_no_refused_pin() {
        SoftHsmToken token = BankFixture.token(directory, "member-listing");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_FindObjectsInit answer 0xA0");

        HsmFault fault = catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings(token, shim)))
                .fault();

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_UNAVAILABLE);
        assertThat(fault.detail().en()).contains("CKR_PIN_INCORRECT");
        shim.isWell();
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
        }
    }

    /** Returns what {@code doctor} shows of a connection attempt. */
    private static List<String> steps(HsmSettings settings) {
        List<String> steps = new ArrayList<>();
        PinFile pins = new PinFile("portnokkel.hsm.pin-file", settings.pinFile().orElseThrow());
        try (Connector connector = new Connector(settings, pins, new SecureRandom(), System::nanoTime);
                Generation generation =
                        connector.connect((check, finding) -> steps.add(check.word() + ": " + finding.en()))) {
            assertThat(generation.labels()).contains("seal");
        }
        return steps;
    }

    private HsmSettings settings(SoftHsmToken token, FaultShim shim) {
        return BankFixture.settings(directory.resolve("data"), token, shim);
    }
}
