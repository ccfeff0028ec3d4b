package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels are UTF-8 in a token, and some modules pad them with zeros. */
@UsesSoftHsm
class LabelsTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    void a_label_beyond_ascii_that_another_tool_wrote_is_found() {
        SoftHsmToken token = BankFixture.token(directory, "labels-utf8");
        OpenScTool tool = new OpenScTool(token, directory);
        KeyPair pair = OpenScTool.pair("RSA", 2048);
        X509Certificate certificate = BankFixture.certify(pair.getPublic()).get(0);
        tool.storePrivateKey(pair, "segl-blåbær-€", "77", "--sensitive");
        tool.storeCertificate(certificate, "segl-blåbær-€", "77");
        try (Hsm hsm = HsmConnection.open(settings(token.library(), token))) {
            SigningKey key = hsm.nonExportableKey("segl-blåbær-€");

            assertThat(key.chain()).startsWith(certificate);
            assertThat(key.sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
        }
    }

    @Test
    void a_label_beyond_ascii_that_we_wrote_is_utf8_in_the_token() {
        SoftHsmToken token = BankFixture.token(directory, "labels-ours");
        HsmSettings settings = settings(token.library(), token);
        PinFile pins = new PinFile("portnokkel.hsm.pin-file", token.pinFile());
        String label = "nøkkel-€";
        try (Connector connector = Connector.forNewKey(settings, label, pins, new SecureRandom(), System::nanoTime);
                WritableToken writable = connector.open()) {
            writable.generate(
                    label,
                    new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4),
                    (key, signer) -> BankFixture.certify(key).get(0));
            assertThat(writable.find(label).label()).isEqualTo(label);
            assertThat(writable.objects().isLabelInUse(label)).isTrue();
            assertThat(writable.objects().certificates())
                    .anySatisfy(stored -> assertThat(stored.label()).isEqualTo(label));
        }
        String listed = Shell.runSuccessfully(
                "pkcs11-tool",
                "--module",
                token.library().toString(),
                "--token-label",
                token.label(),
                "--list-objects");
        assertThat(listed).contains(label);
        try (Hsm hsm = HsmConnection.open(settings)) {
            assertThat(hsm.nonExportableKey(label).sign(GRANT, SignatureAlgorithm.RS256))
                    .hasSize(256);
        }
    }

    @Test
    void a_label_that_is_padded_with_zeros_is_found_without_them() {
        SoftHsmToken token = BankFixture.token(directory, "labels-padded");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_GetAttributeValue pad");
        HsmSettings settings = settings(shim.module(), token);
        try (Hsm hsm = HsmConnection.open(settings)) {
            assertThat(hsm.nonExportableKey("seal").sign(GRANT, SignatureAlgorithm.RS256))
                    .hasSize(256);
        }
        PinFile pins = new PinFile("portnokkel.hsm.pin-file", token.pinFile());
        try (Connector connector = new Connector(settings, pins, new SecureRandom(), System::nanoTime);
                Generation generation = connector.connect(ConnectionCheck.Listener.NONE)) {
            assertThat(generation.labels()).containsExactly("seal");
            assertThat(generation.objects().keys())
                    .allSatisfy(key -> assertThat(key.label()).isEqualTo("seal"));
        }
    }

    @Test
    void a_label_with_a_character_that_nobody_sees_is_named_where_its_key_is_not_found() {
        SoftHsmToken token = BankFixture.token(directory, "labels-invisible");
        try (Hsm hsm = HsmConnection.open(settings(token.library(), token))) {
            HsmException missing = catchThrowableOfType(
                    HsmException.class, () -> hsm.nonExportableKey("seal\u200b").chain());

            assertThat(missing.fault()).isInstanceOf(KeyFault.NotFound.class);
            assertThat(missing.fault().detail().en())
                    .contains("\"seal\\u200b\"", "U+200B at position 5", "It has: seal.");
            assertThat(missing.fault().detail().no()).contains("«seal\\u200b»", "U+200B på plass 5");
        }
    }

    @Test
    void a_token_label_with_a_character_that_nobody_sees_is_named_where_the_token_is_not_found() {
        SoftHsmToken token = BankFixture.token(directory, "labels-token");
        HsmSettings copied = BankFixture.settings(
                directory.resolve("data"), token.library(), token.label() + "\u00a0", token.pinFile());
        PinFile pins = new PinFile("portnokkel.hsm.pin-file", token.pinFile());
        try (Connector connector = new Connector(copied, pins, new SecureRandom(), System::nanoTime)) {
            HsmException missing = catchThrowableOfType(HsmException.class, connector::token);

            assertThat(missing.fault()).isInstanceOf(SetupFault.TokenNotFound.class);
            assertThat(missing.fault().detail().en())
                    .contains("\"labels-token\\u00a0\"", "U+00A0 at position 13", "labels-token");
        }
    }

    @Test
    void labels_of_the_token_are_shown_with_the_characters_that_nobody_sees() {
        KeyFault.NotFound typed = new KeyFault.NotFound("seal", "bank", List.of("seal\u00a0"));

        assertThat(typed.detail().en()).contains("It has: seal\\u00a0.");
    }

    private HsmSettings settings(Path library, SoftHsmToken token) {
        return BankFixture.settings(directory.resolve("data"), library, token.label(), token.pinFile());
    }
}
