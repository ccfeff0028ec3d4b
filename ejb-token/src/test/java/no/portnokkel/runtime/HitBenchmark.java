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
 * The cost of a cache hit, compared with the minimum: one volatile read and one clock read. The whole product runs, including twin,
 * HSM and refresher. How to run it: {@code docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(8) // code layout differs between forks, by more than the error within a fork
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HitBenchmark {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    private final MaskinportenTwin twin;
    private final PortnokkelOperations portnokkel;
    private final Tokens tokens;
    private final Supplier<AccessToken> supplier;
    private final long floorSince = System.nanoTime();
    private volatile @Nullable AccessToken floor;

    /** Starts a bank with one token. */
    public HitBenchmark() {
        twin = MaskinportenTwin.builder()
                .authority(Bank.authority())
                .client(RegisteredClient.of(Bank.CLIENT, Bank.OWNER, "skatteetaten:inntekt"))
                .start();
        Path directory = directory();
        SoftHsmToken hsm = Bank.hsm(directory, "benchmark");
        portnokkel = new BankConfig(hsm, directory).in("lab", twin).start();
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

    /** The minimum cost of a token that is never returned after its expiry. */
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

    /** A look-up with a prepared request. */
    @Benchmark
    public AccessToken lookedUp() {
        return tokens.get(INCOME);
    }
}
