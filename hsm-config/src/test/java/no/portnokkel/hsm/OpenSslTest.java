package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies our signatures with a program that shares no code with the JDK. */
@UsesSoftHsm
class OpenSslTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = "RS.*", mode = EnumSource.Mode.MATCH_ALL)
    void openssl_verifies_signatures_of_the_hsm_and_rejects_changed_ones(SignatureAlgorithm algorithm)
            throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "openssl-" + algorithm);
        byte[] text = "header.claims".getBytes(UTF_8);
        byte[] signature;
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))) {
            signature = hsm.key("seal").sign(text, algorithm);
        }

        assertThat(openssl(token, algorithm, text, signature)).isEqualTo(new Shell(0, "Verified OK\n"));

        assertThat(openssl(token, algorithm, withAnotherByte(text), signature)).satisfies(OpenSslTest::refused);
        assertThat(openssl(token, algorithm, text, withAnotherByte(signature))).satisfies(OpenSslTest::refused);
    }

    private Shell openssl(SoftHsmToken token, SignatureAlgorithm algorithm, byte[] text, byte[] signature)
            throws IOException {
        Path certificates = Files.writeString(directory.resolve("seal.pem"), Pem.of(token.certificates("seal")));
        Path key = directory.resolve("seal.key");
        Shell.runSuccessfully(
                "openssl", "x509", "-in", certificates.toString(), "-noout", "-pubkey", "-out", key.toString());
        return Shell.run(
                "openssl",
                "dgst",
                algorithm.name().replace("RS", "-sha"),
                "-verify",
                key.toString(),
                "-signature",
                Files.write(directory.resolve("signature"), signature).toString(),
                Files.write(directory.resolve("text"), text).toString());
    }

    private static void refused(Shell openssl) {
        assertThat(openssl.exit()).isEqualTo(1);
        assertThat(openssl.output()).contains("Verification failure");
    }

    private static byte[] withAnotherByte(byte[] original) {
        byte[] changed = original.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }
}
