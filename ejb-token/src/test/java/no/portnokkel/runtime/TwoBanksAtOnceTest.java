package no.portnokkel.runtime;

import static no.portnokkel.testkit.assertion.GrantAssert.assertThatGrant;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two applications in one JVM, each with a twin of its own, each a supplier of two banks. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class TwoBanksAtOnceTest {
    private static final int ROUNDS = 1_000;
    private static final int ROUNDS_PER_TOKEN = 50;
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final OrganisationNumber ONE = new OrganisationNumber("974760673");
    private static final OrganisationNumber OTHER = new OrganisationNumber("991825827");

    @RegisterExtension
    static final MaskinportenTwinExtension FIRST = twinOfSupplier();

    @RegisterExtension
    static final MaskinportenTwinExtension SECOND = twinOfSupplier();

    @TempDir
    private Path directory;

    private static MaskinportenTwinExtension twinOfSupplier() {
        return new MaskinportenTwinExtension(plan -> plan.authority(Bank.authority())
                .client(RegisteredClient.of(Bank.CLIENT, Bank.OWNER, "skatteetaten:inntekt"))
                .delegation(ONE.digits(), Bank.OWNER, "skatteetaten:inntekt")
                .delegation(OTHER.digits(), Bank.OWNER, "skatteetaten:inntekt"));
    }

    @Test
    void a_thousand_rounds_of_two_banks_at_once_never_cross() throws Exception {
        try (PortnokkelOperations first = start("first", FIRST.twin());
                PortnokkelOperations second = start("second", SECOND.twin())) {
            int[] round = {0};
            CyclicBarrier barrier = new CyclicBarrier(4, () -> {
                if (++round[0] % ROUNDS_PER_TOKEN == 0) {
                    first.clearTokens();
                    second.clearTokens();
                }
            });
            ExecutorService callers = Executors.newFixedThreadPool(4);
            try {
                List<Future<Integer>> results = new ArrayList<>();
                for (OrganisationNumber consumer : List.of(ONE, OTHER)) {
                    results.add(callers.submit(() -> call(first, FIRST.twin(), consumer, barrier)));
                    results.add(callers.submit(() -> call(second, SECOND.twin(), consumer, barrier)));
                }
                for (Future<Integer> result : results) {
                    assertThat(result.get(5, TimeUnit.MINUTES)).isEqualTo(ROUNDS);
                }
            } finally {
                callers.shutdownNow();
            }
        }
        assertThat(FIRST.twin().grantsAccepted()).isBetween(40L, 100L);
        assertThat(SECOND.twin().grants())
                .allSatisfy(grant -> assertThatGrant(grant)
                        .isAccepted()
                        .isByClient(Bank.CLIENT)
                        .hasScope("skatteetaten:inntekt")
                        .hasNoClaim("pid", "resource"));
    }

    private PortnokkelOperations start(String name, MaskinportenTwin twin) throws InterruptedException {
        Path folder = directory.resolve(name);
        PortnokkelOperations started = new BankConfig(Bank.hsm(directory, "supplier-" + name), folder)
                .in("lab", twin)
                .start();
        assertThat(started.awaitReady(Duration.ofSeconds(60))).isTrue();
        return started;
    }

    private static int call(
            PortnokkelOperations portnokkel, MaskinportenTwin twin, OrganisationNumber consumer, CyclicBarrier barrier)
            throws Exception {
        TokenRequest request = INCOME.onBehalfOf(consumer);
        int rounds = 0;
        while (rounds < ROUNDS) {
            barrier.await(1, TimeUnit.MINUTES);
            requireOwn(portnokkel.tokens().get(request), twin, consumer);
            requireOwn(
                    portnokkel.tokens().getAsync(request).toCompletableFuture().get(1, TimeUnit.MINUTES),
                    twin,
                    consumer);
            rounds++;
        }
        return rounds;
    }

    private static void requireOwn(AccessToken token, MaskinportenTwin twin, OrganisationNumber consumer) {
        Map<String, Object> claims = DisplayClaims.of(token);
        assertThat(claims)
                .containsEntry("iss", twin.issuer().toString())
                .containsEntry(
                        "consumer", Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + consumer.digits()));
    }
}
