package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of signatures that Maskinporten has refused, and what happens to the login that made them. */
@UsesSoftHsm
class InvalidSignatureReportTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    void a_report_of_a_valid_signature_has_no_effect() {
        SoftHsmToken token = BankFixture.token(directory, "reportInvalidSignature-right");
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))) {
            Signed right = Signed.by(hsm.key("seal"));

            assertThat(right.isReportedInvalid()).isFalse();
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void many_wrong_signatures_of_one_login_discard_that_login_only() {
        SoftHsmToken token = BankFixture.token(directory, "reportInvalidSignature-many");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = HsmConnection.open(settings("softhsm2", shim, token))) {
            SigningKey key = hsm.key("seal");
            assertThat(key.chain()).isNotEmpty();
            shim.says("old C_Sign wrong", "old C_SignFinal wrong");
            List<Signed> wrong = Stream.generate(() -> Signed.by(key)).limit(10).toList();

            assertThat(wrong).allMatch(Signed::isReportedInvalid);

            assertThat(Signed.by(key).isReportedInvalid()).isFalse();
            assertThat(wrong).allMatch(Signed::isReportedInvalid);
            assertThat(hsm.status().generation()).isEqualTo(2);
        }
    }

    @Test
    void a_module_that_is_not_known_to_verify_returns_no_wrong_signature() {
        SoftHsmToken token = BankFixture.token(directory, "reportInvalidSignature-ours");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = HsmConnection.open(settings("custom", shim, token))) {
            SigningKey key = hsm.key("seal");
            assertThat(key.chain()).isNotEmpty();
            shim.says("C_Sign wrong", "C_SignFinal wrong");

            HsmException refused = catchThrowableOfType(HsmException.class, () -> Signed.by(key));

            assertThat(refused.fault()).isInstanceOf(DeviceFault.Unavailable.class);
        }
    }

    private HsmSettings settings(String profile, FaultShim shim, SoftHsmToken token) {
        return HsmSettingsVariant.of(BankFixture.settings(directory.resolve("data"), token, shim))
                .profile(profile)
                .settings();
    }

    /** A signature and the time when it was returned. */
    private static final class Signed {
        private final SigningKey key;
        private final byte[] signature;
        private final long nanos;

        private Signed(SigningKey key) {
            this.key = key;
            this.signature = key.sign(GRANT, SignatureAlgorithm.RS256);
            this.nanos = System.nanoTime();
        }

        static Signed by(SigningKey key) {
            return new Signed(key);
        }

        boolean isReportedInvalid() {
            Duration age = Duration.ofNanos(System.nanoTime() - nanos);
            return key.reportInvalidSignature(GRANT, SignatureAlgorithm.RS256, signature, age);
        }
    }
}
