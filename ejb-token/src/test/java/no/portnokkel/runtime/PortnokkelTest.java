package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.runtime.status.TrialResult;
import no.portnokkel.testkit.ReceivedGrant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A day on which all goes well. */
@ResourceLock("softhsm2") // one store a process, which another token must not change meanwhile
class PortnokkelTest extends TwoTwinsFixture {
    @Test
    void a_token_comes_of_a_grant_that_was_signed_in_the_hsm() {
        try (Portnokkel portnokkel = bank.starts()) {
            AccessToken token = portnokkel.tokens().get(INCOME);

            ReceivedGrant grant = FIRST.twin().lastGrant().orElseThrow();
            assertThat(grant.accepted()).isTrue();
            assertThat(grant.header()).containsEntry("alg", "RS256").doesNotContainKey("kid");
            assertThat((List<?>) grant.header().get("x5c")).hasSize(2);
            assertThat(grant.claims()).containsOnlyKeys("aud", "iss", "iat", "exp", "jti", "scope");
            assertThat(token.scopes()).isEqualTo(INCOME.scopes());

            assertThat(portnokkel.tokens().get(INCOME)).isEqualTo(token);
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);
            await().until(portnokkel::ready);
            assertThat(portnokkel.problems()).isEmpty();
        }
    }

    @Test
    void a_token_in_use_is_renewed_while_everybody_is_served_with_the_old_one() {
        FIRST.twin().faults().tokenLifetime(Duration.ofSeconds(8));
        try (Portnokkel portnokkel = bank.starts()) {
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
        try (Portnokkel portnokkel = bank.starts()) {
            AccessToken kept = portnokkel.tokens().get(INCOME);
            FIRST.twin().faults().hold();
            CompletableFuture<AccessToken> waiting =
                    CompletableFuture.supplyAsync(() -> portnokkel.tokens().get(TokenRequest.forScope("nav:aap")));
            await().until(() -> FIRST.twin().faults().waiting() == 1);

            assertThat(portnokkel.tokens().get(INCOME)).isEqualTo(kept);
            assertThat(waiting).isNotDone();

            FIRST.twin().faults().release();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_trial_says_what_the_token_is_for_and_how_long_it_took() {
        try (Portnokkel portnokkel = bank.starts()) {
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
