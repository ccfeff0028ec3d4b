package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that another tool, OpenSC, has stored in a token. */
@UsesSoftHsm
class OddKeysTest {
    @TempDir
    Path directory;

    @Test
    void two_keys_with_one_label_are_both_named_and_neither_is_used() throws IOException, GeneralSecurityException {
        SoftHsmToken token = BankFixture.token(directory, "odd-twins");
        store(token, "RSA", 2048, "seal");

        HsmFault fault = fault(token, "seal");

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_KEY_AMBIGUOUS);
        assertThat(((KeyFault.Ambiguous) fault).candidates()).hasSize(2);
    }

    @Test
    void an_elliptic_curve_key_is_rejected() throws IOException, GeneralSecurityException {
        SoftHsmToken token = BankFixture.token(directory, "odd-elliptic");
        store(token, "EC", 256, "curve");

        HsmFault fault = fault(token, "curve");

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_KEY_NOT_FOUND);
        assertThat(fault.detail().en()).contains("curve", "(EC)");
    }

    @Test
    void a_key_that_is_imported_later_is_found() throws IOException, GeneralSecurityException {
        SoftHsmToken token = BankFixture.token(directory, "odd-later");
        long[] now = {Long.MAX_VALUE - 1};
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
        try (Hsm hsm =
                HsmConnection.start(BankFixture.settings(directory.resolve("data"), token), background, () -> now[0])) {
            Await.until(Duration.ofSeconds(20), () -> hsm.status().state() == HsmState.READY);
            SigningKey key = hsm.key("later");
            assertThat(catchThrowableOfType(HsmException.class, key::chain)).isNotNull();
            token.generateKey("later", BankFixture::certify);
            assertThat(catchThrowableOfType(HsmException.class, key::chain).fault())
                    .isInstanceOf(KeyFault.NotFound.class);

            now[0] += Duration.ofSeconds(5).toNanos();

            assertThat(key.chain()).isEqualTo(token.certificates("later"));
        } finally {
            background.shutdownNow();
        }
    }

    private void store(SoftHsmToken token, String kind, int bits, String label)
            throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = BankFixture.certify(pair.getPublic()).get(0);
        write(token, label, "privkey", pair.getPrivate().getEncoded());
        write(token, label, "cert", certificate.getEncoded());
    }

    private void write(SoftHsmToken token, String label, String type, byte[] der) throws IOException {
        Path file = Files.write(directory.resolve(type + ".der"), der);
        Shell.runSuccessfully(
                "pkcs11-tool",
                "--module",
                token.library().toString(),
                "--token-label",
                token.label(),
                "--login",
                "--pin",
                BankFixture.PIN,
                "--write-object",
                file.toString(),
                "--type",
                type,
                "--id",
                "77",
                "--label",
                label,
                "--usage-sign");
    }

    private HsmFault fault(SoftHsmToken token, String label) {
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))) {
            return catchThrowableOfType(HsmException.class, () -> hsm.key(label).chain())
                    .fault();
        }
    }
}
