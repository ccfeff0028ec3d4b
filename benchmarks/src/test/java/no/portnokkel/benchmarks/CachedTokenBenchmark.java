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

/** What a token costs that a client has kept. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CachedTokenBenchmark {
    private final BenchmarkFixture laboratory = BenchmarkFixture.somewhere();
    private final Client ours = laboratory.ours();
    private final Client springSecurity = laboratory.spring();
    private final Client ks = laboratory.ks();

    /** Stops what was started. */
    @TearDown
    public void stop() {
        ours.close();
        laboratory.close();
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

    /** The cache of KS' client. */
    @Benchmark
    public String ks() {
        return ks.token();
    }
}
