package no.portnokkel.hsm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import no.portnokkel.audit.AuditVerifier;
import no.portnokkel.audit.ExportFixture;
import no.portnokkel.audit.NoteSigner;
import no.portnokkel.audit.SignerPem;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.FaultShim;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that signs checkpoints of the audit: generated in the HSM, used there, and never used for a grant. */
@UsesSoftHsm
class AuditKeyTest {
    private static final byte[] TEXT = "portnokkel/testbanken\n1\n".getBytes(UTF_8);
    private static final List<String> LINES = ExportFixture.lines(5);
    private static final String REFUSED = "0x06"; // CKR_FUNCTION_FAILED

    @TempDir
    Path directory;

    @Test
    void the_officer_generates_it_with_the_protection_of_other_keys_and_gets_its_public_key() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "audit-generate");

        assertThat(officer.runs("generate", "--for", "audit", "--key", "audit-2026"))
                .as(officer.err())
                .isZero();

        assertThat(officer.out()).contains("audit-2026", "EC", "-----BEGIN PUBLIC KEY-----");
        assertThat(SignerPem.read(officer.out().getBytes(UTF_8)))
                .isEqualTo(officer.token().certificates("audit-2026").get(0).getPublicKey());
        assertThat(officer.listing())
                .contains(
                        "Private Key Object; EC", "audit-2026", "sensitive, always sensitive, never extractable, local")
                .containsPattern("Usage: +sign\\n");
    }

    @Test
    void scripts_get_attributes_and_public_key_as_json() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "audit-json");

        assertThat(officer.runs("generate", "--for", "audit", "--key", "audit", "--json"))
                .as(officer.err())
                .isZero();

        JsonObject key = json(officer.out());
        assertThat(key.getString("type")).isEqualTo("EC");
        assertThat(key.getBoolean("neverExtractable")).isTrue();
        assertThat(key.getBoolean("local")).isTrue();
        assertThat(key.getString("publicKeyPem")).startsWith("-----BEGIN PUBLIC KEY-----");
    }

    @Test
    void a_checkpoint_that_it_signs_is_verified_offline_and_by_openssl() throws IOException {
        OfficerTerminal officer = generated("audit-signs");
        String note;
        byte[] signature;
        PublicKey publicKey;
        try (Hsm hsm = open(officer)) {
            SigningKey key = hsm.checkpointKey("audit");
            NoteSigner signer = NoteSigner.of(key);
            note = ExportFixture.checkpoint(LINES).note(List.of(signer));
            signature = key.sign(TEXT, SignatureAlgorithm.ES256);
            publicKey = signer.publicKey();
        }

        assertThat(new AuditVerifier(publicKey)
                        .verify(new ByteArrayInputStream(ExportFixture.file(LINES)), note.getBytes(UTF_8))
                        .isIntact())
                .isTrue();
        Shell openssl = Shell.run(
                "openssl",
                "dgst",
                "-sha256",
                "-verify",
                officer.saves("signer.pem", SignerPem.write(publicKey)).toString(),
                "-signature",
                Files.write(directory.resolve("signature"), signature).toString(),
                Files.write(directory.resolve("text"), TEXT).toString());
        assertThat(openssl).isEqualTo(new Shell(0, "Verified OK\n"));
    }

    @Test
    void it_signs_no_grant_and_keys_for_grants_sign_no_checkpoint() {
        OfficerTerminal officer = generated("audit-apart");
        officer.token().generateKey("seal", BankFixture::certify);
        try (Hsm hsm = open(officer)) {
            HsmFault asGrantKey = fault(() -> hsm.key("audit").chain());
            HsmFault asCheckpointKey = fault(() -> hsm.checkpointKey("seal").chain());

            assertThat(asGrantKey.code()).isEqualTo(ProblemCode.HSM_KEY_UNUSABLE);
            assertThat(asGrantKey.detail().en()).contains("audit", "(EC)");
            assertThat(asCheckpointKey.code()).isEqualTo(ProblemCode.HSM_KEY_UNUSABLE);
            assertThat(asCheckpointKey.detail().en()).contains("seal", "(RSA)");
            assertThat(fault(() -> hsm.nonExportableKey("audit").chain()).code())
                    .isEqualTo(ProblemCode.HSM_KEY_UNUSABLE);
            assertThat(fault(() -> hsm.checkpointKey("audit").sign(TEXT, SignatureAlgorithm.RS256))
                            .code())
                    .isEqualTo(ProblemCode.HSM_KEY_UNUSABLE);

            assertThat(hsm.checkpointKey("audit").sign(TEXT, SignatureAlgorithm.ES256))
                    .isNotEmpty();
            assertThat(hsm.key("seal").sign(TEXT, SignatureAlgorithm.RS256)).hasSize(256);
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_key_that_can_leave_the_token_signs_no_checkpoint() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "audit-loose");
        new OpenScTool(officer.token(), directory).storeKey("EC", 256, "loose", "77", "--extractable");
        try (Hsm hsm = open(officer)) {
            assertThat(fault(() -> hsm.checkpointKey("loose").chain())).isInstanceOf(KeyFault.Exportable.class);
        }
    }

    @Test
    void a_key_on_another_curve_is_not_used() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "audit-curve");
        new OpenScTool(officer.token(), directory).storeKey("EC", 384, "wide", "77");
        try (Hsm hsm = open(officer)) {
            assertThat(fault(() -> hsm.checkpointKey("wide").chain()).code()).isEqualTo(ProblemCode.HSM_KEY_UNUSABLE);
        }
    }

    @Test
    void it_signs_beside_an_object_that_java_cannot_list() throws IOException {
        OfficerTerminal officer = generated("audit-unlisted");
        officer.token().generateKey("garbage", BankFixture::certify);
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_GetAttributeValue about garbage", "C_GetAttributeValue garble");
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), officer.token(), shim))) {
            String note = ExportFixture.checkpoint(LINES).note(List.of(NoteSigner.of(hsm.checkpointKey("audit"))));

            PublicKey publicKey = officer.token().certificates("audit").get(0).getPublicKey();
            assertThat(new AuditVerifier(publicKey)
                            .verify(new ByteArrayInputStream(ExportFixture.file(LINES)), note.getBytes(UTF_8))
                            .isIntact())
                    .isTrue();
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_key_whose_certificate_the_token_does_not_store_is_removed_again() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "audit-undone");
        String before = officer.listing();
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_CreateObject answer " + REFUSED);

        assertThat(officer.through(shim.module()).runs("generate", "--for", "audit", "--key", "audit"))
                .isEqualTo(5);

        assertThat(officer.listing()).isEqualTo(before);
        assertThat(officer.runs("generate", "--for", "audit", "--key", "audit")).isZero();
        assertThat(officer.runs("generate", "--for", "audit", "--key", "audit")).isEqualTo(6);
        assertThat(officer.err()).contains("audit");
    }

    @Test
    void doctor_checks_it_by_the_configuration_and_asks_for_no_certificate() {
        OfficerTerminal officer = generated("audit-doctor");
        officer.configures("portnokkel.audit.key=audit", "portnokkel.audit.retention=P10Y");

        officer.runs("doctor");

        assertThat(officer.out()).contains("\"audit\" signed 15 times").doesNotContain("FAILED", "placeholder");
        assertThat(officer.err()).doesNotContain("portnokkel.audit");
    }

    @Test
    void doctor_fails_when_an_environment_names_it() {
        OfficerTerminal officer = generated("audit-misnamed");
        officer.configures("portnokkel.environments.test.key=audit");

        assertThat(officer.runs("doctor")).isNotZero();
        assertThat(officer.out()).contains("(EC)");
    }

    @Test
    void verbs_for_certificates_of_grants_refuse_it() {
        OfficerTerminal officer = generated("audit-verbs");

        assertThat(officer.runs("jwk", "--key", "audit")).isEqualTo(5);
        assertThat(officer.runs("csr", "--key", "audit", "--organisation", "310167398", "--name", "Testbanken AS"))
                .isEqualTo(5);
        assertThat(officer.err()).contains("(EC)");
        assertThat(officer.runs("jwk", "--key", "audit", "--algorithm", "ES256"))
                .isEqualTo(2);
    }

    @Test
    void its_kind_is_fixed_and_other_purposes_are_wrong_usage() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "audit-usage");
        Locale norwegian = Locale.forLanguageTag("nb-NO");

        assertThat(officer.runs(norwegian, "generate", "--for", "audit", "--key", "audit", "--size", "2048"))
                .isEqualTo(2);
        assertThat(officer.err()).contains("alltid ECDSA P-256");
        assertThat(officer.runs(norwegian, "generate", "--for", "fun", "--key", "audit"))
                .isEqualTo(2);
        assertThat(officer.err()).contains("--for PURPOSE har en verdi som ikke er mulig.");
        assertThat(officer.runs("generate", "--for", "audit", "--key", "sør")).isEqualTo(2);
    }

    private OfficerTerminal generated(String token) {
        OfficerTerminal officer = OfficerTerminal.with(directory, token);
        assertThat(officer.runs("generate", "--for", "audit", "--key", "audit"))
                .as(officer.err())
                .isZero();
        return officer;
    }

    private Hsm open(OfficerTerminal officer) {
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), officer.token());
        return HsmConnection.open(settings);
    }

    private static HsmFault fault(ThrowingCallable call) {
        return catchThrowableOfType(HsmException.class, call).fault();
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
