package no.portnokkel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link CachedTokenBenchmark}. */
class CachedToken {
    @Test
    void one_thread_and_two_threads() throws RunnerException {
        for (int threads : new int[] {1, 2}) {
            assertThat(new Runner(new OptionsBuilder()
                                    .include(CachedTokenBenchmark.class.getSimpleName())
                                    .threads(threads)
                                    .addProfiler(GCProfiler.class)
                                    .build())
                            .run())
                    .isNotEmpty();
        }
    }
}
