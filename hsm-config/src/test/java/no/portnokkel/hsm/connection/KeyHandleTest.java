package no.portnokkel.hsm.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.SoftwareLogin;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A key that callers keep, whatever happens to the login. */
class KeyHandleTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration AGE = Duration.ofSeconds(5);

    private final ConnectionFixture hsm = new ConnectionFixture();
    private final SigningKey key = new KeyHandle(
            hsm.holder,
            hsm.queue(1, Duration.ofSeconds(30)),
            hsm.manager,
            "seal",
            generation -> generation.proven("seal"),
            generation -> generation.key("seal"),
            publicKey -> {});

    @AfterEach
    void stop() {
        hsm.close();
    }

    private byte[] sign() {
        return key.sign(GRANT, SignatureAlgorithm.RS256);
    }

    private boolean reportsInvalid(byte[] signature, Duration age) {
        return key.reportInvalidSignature(GRANT, SignatureAlgorithm.RS256, signature, age);
    }

    private static byte[] changed(byte[] signature) {
        byte[] wrong = signature.clone();
        wrong[0] ^= 1;
        return wrong;
    }

    @Test
    void the_first_signature_proves_the_key_and_later_ones_do_not() {
        SoftwareLogin login = hsm.connected();

        assertThat(sign()).hasSize(256);
        assertThat(login.signatures()).as("a probe, and the signature").isEqualTo(2);
        assertThat(sign()).hasSize(256);
        assertThat(login.signatures()).isEqualTo(3);
        assertThat(key.label()).isEqualTo("seal");
    }

    @Test
    void the_certificates_of_a_proven_key_are_known_without_a_call_to_the_device() {
        SoftwareLogin login = hsm.connected();
        assertThat(key.chain()).hasSize(2);
        assertThat(login.signatures()).as("the probe").isEqualTo(1);

        login.beforeSignature(() -> {
            throw new HsmException(ConnectionFixture.GONE);
        });
        assertThat(key.chain()).hasSize(2);
    }

    @Test
    void a_signature_that_is_right_does_not_discard_the_login() {
        Generation current = hsm.connected().generation();
        byte[] signature = sign();
        hsm.clock.advance(AGE);

        assertThat(reportsInvalid(signature, Duration.ZERO)).isFalse();

        assertThat(hsm.holder.state().isCurrent(current)).isTrue();
    }

    @Test
    void a_signature_that_is_wrong_discards_the_login_that_made_it() {
        Generation current = hsm.connected().generation();
        byte[] signature = sign();
        hsm.clock.advance(AGE);

        assertThat(reportsInvalid(changed(signature), AGE)).isTrue();

        assertThat(hsm.holder.state().isCurrent(current)).isFalse();
    }

    @Test
    void a_wrong_signature_of_an_earlier_login_does_not_discard_the_present_one() {
        Generation current = hsm.connected().generation();
        byte[] signature = sign();
        hsm.clock.advance(AGE);

        assertThat(reportsInvalid(changed(signature), AGE.plusNanos(1))).isTrue();

        assertThat(hsm.holder.state().isCurrent(current)).isTrue();
    }

    @Test
    void a_device_that_signs_wrongly_does_not_reveal_its_signature() {
        SoftwareLogin first = hsm.connected().proven();
        hsm.clock.advance(Duration.ofMinutes(1));
        first.makesWrongSignatures();

        assertThat(sign()).as("made in the next login").hasSize(256);

        assertThat(hsm.holder.state().number()).isEqualTo(2);
    }
}
