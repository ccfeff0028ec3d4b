package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks when named ({@code -Dtest=Benchmarks}). Not part of a normal test run. */
class Benchmarks {
    @Test
    void a_cache_hit_with_one_two_and_sixteen_threads() throws RunnerException {
        for (int threads : new int[] {1, 2, 16}) {
            assertThat(new Runner(new OptionsBuilder()
                                    .include(HitBenchmark.class.getSimpleName())
                                    .threads(threads)
                                    .addProfiler(GCProfiler.class)
                                    .build())
                            .run())
                    .isNotEmpty();
        }
    }
}
