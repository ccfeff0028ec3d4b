package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** After a switch, nothing of the previous environment is used. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class SwitchTest extends TwoTwinsFixture {
    @Test
    void a_choice_that_cannot_be_read_is_ignored() throws IOException {
        try (PortnokkelOperations portnokkel = bank.start()) {
            Files.writeString(dataDir.resolve("active-environment"), "version=7\nsince=2026-11-24T10:00:00Z\n");

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.activeEnvironment().environment()).contains("first");
        }
    }

    @Test
    void a_switch_reaches_all_deployments_and_the_previous_environment_gets_no_more_grants() {
        try (PortnokkelOperations controlRoom = bank.start();
                PortnokkelOperations application = bank.start()) {
            AccessToken old = application.tokens().get(INCOME);
            long before = FIRST.twin().grantsReceived();

            activate(controlRoom, "second", 1);

            await().atMost(2, TimeUnit.SECONDS)
                    .untilAsserted(
                            () -> assertThat(application.tokens().get(INCOME)).isNotEqualTo(old));
            assertThat(controlRoom.tokens().get(INCOME)).isNotNull();
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(before);
            assertThat(SECOND.twin().grantsReceived()).isEqualTo(2);
        }
        try (PortnokkelOperations restarted = bank.start()) {
            assertThat(restarted.activeEnvironment().environment()).contains("second");
        }
    }

    @Test
    void a_supplier_follows_a_switch_immediately() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            Supplier<AccessToken> supplier = portnokkel.tokens().supplier(INCOME);
            AccessToken old = supplier.get();

            activate(portnokkel, "second", 1);

            assertThat(supplier.get()).isNotEqualTo(old);
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void a_fetch_in_progress_cannot_store_a_token_of_the_previous_environment() throws Exception {
        try (PortnokkelOperations portnokkel = bank.start()) {
            FIRST.twin().faults().hold();
            CompletableFuture<AccessToken> caller = CompletableFuture.supplyAsync(
                    () -> portnokkel.tokens().get(INCOME), task -> new Thread(task).start());
            await().until(() -> FIRST.twin().faults().waiting() == 1);

            activate(portnokkel, "second", 1);
            FIRST.twin().faults().release();

            assertThat(caller.get(20, TimeUnit.SECONDS))
                    .isEqualTo(portnokkel.tokens().get(INCOME));
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);
            assertThat(portnokkel.tokenCounts().lastGrant().orElseThrow().claims())
                    .containsEntry("iss", SECOND.twin().issuer().toString());
        }
    }

    @Test
    void a_dry_run_tests_another_environment_and_changes_nothing() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            portnokkel.dryRun("second");
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);

            SECOND.twin().faults().always(ScriptedAnswer.refusal("MP-100"));
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> portnokkel.dryRun("second"))
                    .withMessageContaining("MP-100");
            assertThat(portnokkel.activeEnvironment().environment()).contains("first");
            assertThat(portnokkel.cachedTokens()).isEmpty();
        }
    }
}
