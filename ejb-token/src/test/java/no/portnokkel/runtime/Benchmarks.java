package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures when it is named ({@code -Dtest=Benchmarks}), and never in a test run of all. */
class Benchmarks {
    @Test
    void a_hit_at_one_thread_two_and_sixteen() throws RunnerException {
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
