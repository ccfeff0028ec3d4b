package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.runtime.PortnokkelOperations.TrialResult;
import no.portnokkel.testkit.ReceivedGrant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Fetching, refreshing and trying tokens without faults. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class PortnokkelOperationsTest extends TwoTwinsFixture {
    @Test
    void a_token_is_issued_for_a_grant_that_the_hsm_signed() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            AccessToken token = portnokkel.tokens().get(INCOME);

            ReceivedGrant grant = FIRST.twin().lastGrant().orElseThrow();
            assertThat(grant.accepted()).isTrue();
            assertThat(grant.header()).containsEntry("alg", "RS256").doesNotContainKey("kid");
            assertThat((List<?>) grant.header().get("x5c")).hasSize(2);
            assertThat(grant.claims()).containsOnlyKeys("aud", "iss", "iat", "exp", "jti", "scope");
            assertThat(token.scopes()).isEqualTo(INCOME.scopes());

            assertThat(portnokkel.tokens().get(INCOME)).isEqualTo(token);
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);
            await().until(portnokkel::isReady);
            assertThat(portnokkel.problems()).isEmpty();
        }
    }

    @Test
    void a_token_in_use_is_refreshed_while_callers_get_the_old_one() {
        FIRST.twin().faults().tokenLifetime(Duration.ofSeconds(8));
        try (PortnokkelOperations portnokkel = bank.start()) {
            Supplier<AccessToken> supplier = portnokkel.tokens().supplier(INCOME);
            AccessToken first = supplier.get();
            FIRST.twin().faults().hold();

            await().until(() -> {
                assertThat(supplier.get()).isEqualTo(first);
                return FIRST.twin().faults().waiting() == 1;
            });
            FIRST.twin().faults().release();

            await().until(() -> !supplier.get().equals(first));
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(2);
        }
    }

    @Test
    void a_waiting_caller_of_one_request_does_not_delay_another() throws Exception {
        try (PortnokkelOperations portnokkel = bank.start()) {
            AccessToken cached = portnokkel.tokens().get(INCOME);
            FIRST.twin().faults().hold();
            CompletableFuture<AccessToken> waiting = CompletableFuture.supplyAsync(
                    () -> portnokkel.tokens().get(TokenRequest.forScope("nav:aap")), task -> new Thread(task).start());
            await().until(() -> FIRST.twin().faults().waiting() == 1);

            assertThat(portnokkel.tokens().get(INCOME)).isEqualTo(cached);
            assertThat(waiting).isNotDone();

            FIRST.twin().faults().release();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_caller_that_is_interrupted_is_told_so_and_the_fetch_goes_on() throws Exception {
        try (PortnokkelOperations portnokkel = bank.start()) {
            FIRST.twin().faults().hold();
            CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                failure.complete(catchThrowable(() -> portnokkel.tokens().get(INCOME)));
                isInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            await().until(() -> FIRST.twin().faults().waiting() == 1);

            caller.interrupt();

            assertThat(failure.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("interrupted")
                    .hasMessageNotContaining("tokens.wait");
            assertThat(isInterrupted.get(20, TimeUnit.SECONDS)).isTrue();
            FIRST.twin().faults().release();
            await().until(() -> !portnokkel.cachedTokens().isEmpty());
        }
    }

    @Test
    void a_trial_returns_claims_and_whether_the_token_was_cached() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            TrialResult first = portnokkel.trial(INCOME, false);
            TrialResult second = portnokkel.trial(INCOME, false);
            TrialResult fresh = portnokkel.trial(INCOME, true);

            assertThat(first.claims()).containsEntry("scope", "skatteetaten:inntekt");
            assertThat(first.cached()).isFalse();
            assertThat(second.cached()).isTrue();
            assertThat(fresh.cached()).isFalse();
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(2);
        }
    }
}
