package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What an operator or officer may have got wrong, and how they are told. */
@ResourceLock("softhsm2") // one store a process, which another token must not change meanwhile
class WrongSettingsTest extends TwoTwinsFixture {
    @Test
    void a_refused_pin_is_told_and_not_tried_again_at_the_next_start(@TempDir Path keys) throws IOException {
        // a token of its own: after a wrong PIN it is wary, and so are we of it
        SoftHsmToken wary = SoftHsmToken.create(keys, "runtime-wary", "987654");
        bank.with("hsm.library", wary.library().toString());
        bank.with("hsm.token-label", wary.label());
        bank.with("hsm.pin-file", pinFile("000000").toString());
        try (Portnokkel portnokkel = bank.starts()) {
            await().untilAsserted(() -> assertThat(codes(portnokkel)).contains(ProblemCode.HSM_PIN_REFUSED));
            assertThat(portnokkel.ready()).isFalse();
        }
        try (Portnokkel again = bank.starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> again.tokens().get(INCOME))
                    .withMessageContaining("portnokkel.hsm.pin-file")
                    .satisfies(refused -> assertThat(refused.problem().owner()).isEqualTo(Owner.SECURITY_OFFICER))
                    .satisfies(refused -> assertThat(refused).hasMessageNotContaining("000000"));
        }
        assertThat(FIRST.twin().grantsReceived()).isZero();
    }

    @Test
    void an_unknown_token_label_is_told_with_the_labels_that_are_there() {
        bank.with("hsm.token-label", "rumtime");
        try (Portnokkel portnokkel = bank.starts()) {
            await().untilAsserted(() -> assertThat(portnokkel.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.HSM_TOKEN_NOT_FOUND))
                    .satisfies(problem -> assertThat(problem.detail().en())
                            .contains("portnokkel.hsm.token-label", "rumtime", "runtime")));
        }
    }

    @Test
    void an_unknown_key_label_is_told_with_the_keys_that_are_there() {
        bank.with("environments.first.key", "sael");
        try (Portnokkel portnokkel = bank.starts()) {
            await().untilAsserted(() -> assertThat(portnokkel.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.HSM_KEY_NOT_FOUND))
                    .satisfies(problem -> assertThat(problem.detail().en()).contains("sael", "seal")));
        }
    }

    @Test
    void a_server_without_an_environment_starts_and_lists_the_choices() {
        BankConfig undecided = new BankConfig(hsm, dataDir);
        try (Portnokkel portnokkel = undecided.starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .withMessageContaining("portnokkel.environment")
                    .withMessageContaining("prod, test");
        }
    }

    @Test
    void a_further_client_that_is_wrong_is_told_and_the_others_get_tokens() {
        bank.with("environments.first.clients.agent.client-id", "a1")
                .with("environments.first.clients.agent.x5c", "root");
        try (Portnokkel portnokkel = bank.starts()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(codes(portnokkel)).containsExactly(ProblemCode.CONFIGURATION_INVALID);
        }
    }

    @Test
    void metadata_that_differs_is_told_and_not_followed() {
        bank.with("environments.first.jwks-uri", FIRST.twin().issuer() + "other-keys");
        try (Portnokkel portnokkel = bank.starts()) {
            await().untilAsserted(() -> assertThat(codes(portnokkel)).contains(ProblemCode.METADATA_DIFFERS));

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.ready()).as("a warning").isTrue();
        }
    }

    private Path pinFile(String pin) throws IOException {
        Path file = Files.createFile(
                dataDir.resolve("pin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pin);
    }
}
