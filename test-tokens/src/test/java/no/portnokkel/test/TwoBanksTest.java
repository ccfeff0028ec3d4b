package no.portnokkel.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.control.RequestContextController;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

/** A supplier's application that serves two banks at once, with {@link TestTokens} in Weld SE. */
class TwoBanksTest {
    private static final int ROUNDS = 1_000;
    private static final OrganisationNumber FIRST = new OrganisationNumber("310167398");
    private static final OrganisationNumber SECOND = new OrganisationNumber("974760673");

    @Test
    void a_thousand_rounds_of_two_banks_at_once_never_cross() throws Exception {
        try (WeldContainer container = new Weld().initialize()) {
            CyclicBarrier round = new CyclicBarrier(2);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<List<AccessToken>>> banks = List.of(
                        threads.submit(() -> tokens(container, FIRST, round)),
                        threads.submit(() -> tokens(container, SECOND, round)));

                assertThat(banks.get(0).get(2, TimeUnit.MINUTES))
                        .hasSize(3 * ROUNDS)
                        .allSatisfy(token -> assertThat(TestTokensTest.claims(token))
                                .contains("\"consumer\":")
                                .containsOnlyOnce(FIRST.digits()));
                assertThat(banks.get(1).get(2, TimeUnit.MINUTES))
                        .hasSize(3 * ROUNDS)
                        .allSatisfy(token ->
                                assertThat(TestTokensTest.claims(token)).doesNotContain(FIRST.digits()));
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static List<AccessToken> tokens(WeldContainer container, OrganisationNumber bank, CyclicBarrier round)
            throws Exception {
        LoanApplication application = container.select(LoanApplication.class).get();
        LoanApplication.CurrentBank current =
                container.select(LoanApplication.CurrentBank.class).get();
        RequestContextController request =
                container.select(RequestContextController.class).get();
        List<AccessToken> tokens = new ArrayList<>();
        for (int number = 0; number < ROUNDS; number++) {
            round.await(1, TimeUnit.MINUTES);
            request.activate();
            try {
                current.set(bank);
                tokens.add(application.waitsForToken());
                tokens.add(
                        application.continuesWithToken().toCompletableFuture().get(1, TimeUnit.MINUTES));
                tokens.add(application.asksForStage().toCompletableFuture().get(1, TimeUnit.MINUTES));
            } finally {
                request.deactivate();
            }
        }
        return tokens;
    }
}
