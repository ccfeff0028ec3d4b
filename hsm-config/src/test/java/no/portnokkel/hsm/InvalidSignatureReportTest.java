package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a signature that somebody has refused, and of the login that made it. */
@UsesSoftHsm
class InvalidSignatureReportTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    void a_right_signature_that_was_refused_costs_nothing() {
        SoftHsmToken token = BankFixture.token(directory, "disown-right");
        try (Hsm hsm = Hsm.open(BankFixture.settings(directory.resolve("data"), token))) {
            Signed right = Signed.by(hsm.key("seal"));

            assertThat(right.isDisowned()).isFalse();
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void many_wrong_signatures_of_one_login_cost_that_login_and_no_other() {
        SoftHsmToken token = BankFixture.token(directory, "disown-many");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = Hsm.open(settings("softhsm2", shim, token))) {
            SigningKey key = hsm.key("seal");
            assertThat(key.chain()).isNotEmpty();
            shim.says("old C_Sign wrong", "old C_SignFinal wrong");
            List<Signed> wrong = Stream.generate(() -> Signed.by(key)).limit(10).toList();

            assertThat(wrong).allMatch(Signed::isDisowned);

            assertThat(Signed.by(key).isDisowned()).isFalse();
            assertThat(wrong).allMatch(Signed::isDisowned);
            assertThat(hsm.status().generation()).isEqualTo(2);
        }
    }

    @Test
    void of_a_module_that_nobody_knows_to_verify_no_wrong_signature_is_handed_out() {
        SoftHsmToken token = BankFixture.token(directory, "disown-ours");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = Hsm.open(settings("custom", shim, token))) {
            SigningKey key = hsm.key("seal");
            assertThat(key.chain()).isNotEmpty();
            shim.says("C_Sign wrong", "C_SignFinal wrong");

            HsmException refused = catchThrowableOfType(HsmException.class, () -> Signed.by(key));

            assertThat(refused.fault()).isInstanceOf(DeviceFault.Unavailable.class);
        }
    }

    private HsmSettings settings(String profile, FaultShim shim, SoftHsmToken token) {
        return HsmSettingsVariant.those(
                        BankFixture.settings(directory.resolve("data"), shim.module(), token.label(), token.pinFile()))
                .profile(profile)
                .settings();
    }

    /** A signature, and when it was handed out. */
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

        boolean isDisowned() {
            Duration age = Duration.ofNanos(System.nanoTime() - nanos);
            return key.disown(GRANT, SignatureAlgorithm.RS256, signature, age);
        }
    }
}
