package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tokens over a balancer that forgets idle connections. {@code -Dbalancer-seconds=600 -Dbalancer-lifetime=30} takes ten minutes with
 * tokens of thirty seconds.
 */
@Tag("one-jdk")
@ResourceLock("softhsm2") // one SoftHSM store per process
class ForgetfulBalancerTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("balancer-seconds", 15));
    private static final Duration LIFETIME = Duration.ofSeconds(Integer.getInteger("balancer-lifetime", 6));

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void no_call_fails_and_no_grant_is_sent_twice() {
        SoftHsmToken hsm = Bank.hsm(directory, "balancer");
        try (ForgetfulBalancer balancer = new ForgetfulBalancer();
                MaskinportenTwin twin = MaskinportenTwin.builder()
                        .authority(Bank.authority())
                        .issuer(balancer.address())
                        .tokenLifetime(LIFETIME)
                        .client(RegisteredClient.of(Bank.CLIENT, Bank.OWNER, "skatteetaten:inntekt"))
                        .start()) {
            balancer.forwardTo(twin.address().getPort());
            BankConfig bank = new BankConfig(hsm, directory.resolve("data"))
                    .in("lab", balancer.address())
                    .with("http.timeout", LIFETIME.dividedBy(3).toString());
            int failed = 0;
            try (PortnokkelOperations portnokkel = bank.start()) {
                portnokkel.tokens().get(INCOME);
                long end = System.nanoTime() + DURATION.toNanos();
                while (System.nanoTime() < end) {
                    try {
                        portnokkel.tokens().get(INCOME);
                    } catch (TokenException noToken) {
                        failed++;
                    }
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
            }

            assertThat(failed).as("failed calls").isZero();
            assertThat(balancer.lost())
                    .as("requests over forgotten connections")
                    .isPositive();
            assertThat(twin.grants())
                    .extracting(grant -> grant.claims().get("jti"))
                    .hasSizeGreaterThan(2)
                    .doesNotHaveDuplicates();
        }
    }
}
