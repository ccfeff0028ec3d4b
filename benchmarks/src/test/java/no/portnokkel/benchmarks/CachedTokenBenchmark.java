package no.portnokkel.benchmarks;

import java.util.concurrent.TimeUnit;
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

/** The cost of a cached token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CachedTokenBenchmark {
    private final BenchmarkFixture fixture = BenchmarkFixture.inTemporaryDirectory();
    private final Client ours = fixture.ours();
    private final Client springSecurity = fixture.spring();
    private final Client ks = fixture.ks();

    /** Stops what was started. */
    @TearDown
    public void stop() {
        ours.close();
        fixture.close();
    }

    /** Portnøkkel's injected supplier. */
    @Benchmark
    public String ours() {
        return ours.token();
    }

    /** Spring Security's manager of authorized clients. */
    @Benchmark
    public String springSecurity() {
        return springSecurity.token();
    }

    /** The cache of the KS client. */
    @Benchmark
    public String ks() {
        return ks.token();
    }
}
