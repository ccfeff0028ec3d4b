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

/** Mistakes in the settings, and the problems that report them. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class WrongSettingsTest extends TwoTwinsFixture {
    @Test
    void a_refused_pin_is_reported_and_not_tried_again_after_a_restart(@TempDir Path keys) throws IOException {
        // a separate token, because a wrong PIN changes its state
        SoftHsmToken separate = Bank.emptyHsm(keys, "runtime-wrong-pin");
        bank.with("hsm.library", separate.library().toString());
        bank.with("hsm.token-label", separate.label());
        bank.with("hsm.pin-file", pinFile("000000").toString());
        try (PortnokkelOperations portnokkel = bank.start()) {
            await().untilAsserted(() -> assertThat(codes(portnokkel)).contains(ProblemCode.HSM_PIN_REFUSED));
            assertThat(portnokkel.isReady()).isFalse();
        }
        try (PortnokkelOperations again = bank.start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> again.tokens().get(INCOME))
                    .withMessageContaining("portnokkel.hsm.pin-file")
                    .satisfies(refused -> assertThat(refused.problem().owner()).isEqualTo(Owner.SECURITY_OFFICER))
                    .satisfies(refused -> assertThat(refused).hasMessageNotContaining("000000"));
        }
        assertThat(FIRST.twin().grantsReceived()).isZero();
    }

    @Test
    void an_unknown_token_label_is_reported_with_the_existing_labels() {
        bank.with("hsm.token-label", "rumtime");
        try (PortnokkelOperations portnokkel = bank.start()) {
            await().untilAsserted(() -> assertThat(portnokkel.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.HSM_TOKEN_NOT_FOUND))
                    .satisfies(problem -> assertThat(problem.detail().en())
                            .contains("portnokkel.hsm.token-label", "rumtime", "runtime")));
        }
    }

    @Test
    void an_unknown_key_label_is_reported_with_the_existing_keys() {
        bank.with("environments.first.key", "sael");
        try (PortnokkelOperations portnokkel = bank.start()) {
            await().untilAsserted(() -> assertThat(portnokkel.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.HSM_KEY_NOT_FOUND))
                    .satisfies(problem -> assertThat(problem.detail().en()).contains("sael", "seal")));
        }
    }

    @Test
    void without_an_environment_the_start_succeeds_and_the_problem_lists_the_choices() {
        BankConfig undecided = new BankConfig(hsm, dataDir);
        try (PortnokkelOperations portnokkel = undecided.start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .withMessageContaining("portnokkel.environment")
                    .withMessageContaining("prod, test");
        }
    }

    @Test
    void an_invalid_additional_client_is_reported_and_the_others_get_tokens() {
        bank.with("environments.first.clients.agent.client-id", "a1")
                .with("environments.first.clients.agent.x5c", "root");
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(codes(portnokkel)).containsExactly(ProblemCode.CONFIGURATION_INVALID);
        }
    }

    @Test
    void different_metadata_is_reported_and_not_applied() {
        bank.with("environments.first.jwks-uri", FIRST.twin().issuer() + "other-keys");
        try (PortnokkelOperations portnokkel = bank.start()) {
            await().untilAsserted(() -> assertThat(codes(portnokkel)).contains(ProblemCode.METADATA_DIFFERS));

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.isReady()).as("a warning").isTrue();
        }
    }

    private Path pinFile(String pin) throws IOException {
        Path file = Files.createFile(
                dataDir.resolve("pin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pin);
    }
}
