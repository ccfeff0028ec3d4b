package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code -Druns=100000} sets the number of runs; {@code -Druns.seed=…} repeats one of them with the seed that a failure names.
 */
@Tag("one-jdk")
class CacheSimulationTest {
    private static final long FIRST_SEED = 20261124;

    @Test
    void ten_thousand_random_runs_violate_no_guarantee() {
        Optional<Long> one = Optional.ofNullable(Long.getLong("runs.seed"));
        long runs = one.isPresent() ? 1 : Long.getLong("runs", 10_000);
        long first = one.orElse(FIRST_SEED);

        Optional<String> violation = LongStream.range(first, first + runs)
                .parallel()
                .mapToObj(CacheSimulationTest::run)
                .flatMap(Optional::stream)
                .findFirst();

        assertThat(violation).isEmpty();
    }

    private static Optional<String> run(long seed) {
        return new CacheSimulation(seed)
                .run().stream().findFirst().map(violation -> "-Druns.seed=" + seed + ": " + violation);
    }
}
