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

/** One environment and then another: nothing of the first is used in the second. */
@ResourceLock("softhsm2") // one store a process, which another token must not change meanwhile
class SwitchTest extends TwoTwinsFixture {
    @Test
    void a_choice_that_cannot_be_read_changes_nothing() throws IOException {
        try (Portnokkel portnokkel = bank.starts()) {
            Files.writeString(dataDir.resolve("active-environment"), "version=7\nsince=2026-11-24T10:00:00Z\n");

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.active().environment()).contains("first");
        }
    }

    @Test
    void a_switch_reaches_every_deployment_and_the_old_environment_sees_no_grant_afterwards() {
        try (Portnokkel controlRoom = bank.starts();
                Portnokkel application = bank.starts()) {
            AccessToken old = application.tokens().get(INCOME);
            long before = FIRST.twin().grantsReceived();

            controlRoom.activate("second", 1);

            await().atMost(2, TimeUnit.SECONDS)
                    .untilAsserted(
                            () -> assertThat(application.tokens().get(INCOME)).isNotEqualTo(old));
            assertThat(controlRoom.tokens().get(INCOME)).isNotNull();
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(before);
            assertThat(SECOND.twin().grantsReceived()).isEqualTo(2);
        }
        try (Portnokkel restarted = bank.starts()) {
            assertThat(restarted.active().environment()).contains("second");
        }
    }

    @Test
    void a_supplier_follows_a_switch_at_once() {
        try (Portnokkel portnokkel = bank.starts()) {
            Supplier<AccessToken> supplier = portnokkel.tokens().supplier(INCOME);
            AccessToken old = supplier.get();

            portnokkel.activate("second", 1);

            assertThat(supplier.get()).isNotEqualTo(old);
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void a_flight_under_way_cannot_put_a_token_of_the_old_environment_in() throws Exception {
        try (Portnokkel portnokkel = bank.starts()) {
            FIRST.twin().faults().hold();
            CompletableFuture<AccessToken> caller =
                    CompletableFuture.supplyAsync(() -> portnokkel.tokens().get(INCOME));
            await().until(() -> FIRST.twin().faults().waiting() == 1);

            portnokkel.activate("second", 1);
            FIRST.twin().faults().release();

            assertThat(caller.get(20, TimeUnit.SECONDS))
                    .isEqualTo(portnokkel.tokens().get(INCOME));
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);
            assertThat(portnokkel.counts().lastGrant().orElseThrow().claims())
                    .containsEntry("iss", SECOND.twin().issuer().toString());
        }
    }

    @Test
    void a_dry_run_proves_another_environment_and_changes_nothing() {
        try (Portnokkel portnokkel = bank.starts()) {
            portnokkel.dryRun("second");
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);

            SECOND.twin().faults().always(ScriptedAnswer.refusal("MP-100"));
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> portnokkel.dryRun("second"))
                    .withMessageContaining("MP-100");
            assertThat(portnokkel.active().environment()).contains("first");
            assertThat(portnokkel.kept()).isEmpty();
        }
    }
}
