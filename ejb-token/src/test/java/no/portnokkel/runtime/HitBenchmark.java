package no.portnokkel.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a kept token costs, beside the least that it could cost: one volatile read and one clock read. The whole product
 * runs, twin, HSM and refresher included. How to run it: {@code docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(8) // the same code is laid out anew in each, and differs more from fork to fork than within one
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HitBenchmark {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    private final MaskinportenTwin twin;
    private final Portnokkel portnokkel;
    private final Tokens tokens;
    private final Supplier<AccessToken> supplier;
    private final long floorSince = System.nanoTime();
    private volatile @Nullable AccessToken floor;

    /** Starts a bank with one token. */
    public HitBenchmark() {
        TestAuthority authority = TestAuthority.create();
        twin = MaskinportenTwin.builder()
                .authority(authority)
                .client(RegisteredClient.of(BankConfig.CLIENT, BankConfig.OWNER, "skatteetaten:inntekt"))
                .start();
        Path directory = directory();
        SoftHsmToken hsm = SoftHsmToken.create(directory, "benchmark", "987654");
        hsm.generateKey(
                "seal", key -> authority.certify(key, OrganisationCertificate.seal(BankConfig.OWNER, "Testbanken AS")));
        portnokkel = new BankConfig(hsm, directory).in("lab", twin).starts();
        tokens = portnokkel.tokens();
        supplier = tokens.supplier(INCOME);
        floor = supplier.get();
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("portnokkel-benchmark");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Stops what was started. */
    @TearDown
    public void stop() {
        portnokkel.close();
        twin.close();
    }

    /** The least that a token which is never handed out expired can cost. */
    @Benchmark
    public @Nullable AccessToken floor() {
        AccessToken token = floor;
        return System.nanoTime() - floorSince < Long.MAX_VALUE / 2 ? token : null;
    }

    /** An injected supplier. */
    @Benchmark
    public AccessToken injectedSupplier() {
        return supplier.get();
    }

    /** A request that was built beforehand, looked up. */
    @Benchmark
    public AccessToken lookedUp() {
        return tokens.get(INCOME);
    }
}
