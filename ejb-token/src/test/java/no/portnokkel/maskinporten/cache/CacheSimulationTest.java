package no.portnokkel.maskinporten.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dlives=100000} lives that many; {@code -Dlives.seed=…} lives one of them again, the seed that a failure names.
 */
class CacheSimulationTest {
    private static final long FIRST_SEED = 20261124;

    @Test
    void in_ten_thousand_random_lives_every_promise_is_kept() {
        Optional<Long> one = Optional.ofNullable(Long.getLong("lives.seed"));
        long lives = one.isPresent() ? 1 : Long.getLong("lives", 10_000);
        long first = one.orElse(FIRST_SEED);

        Optional<String> wrong = LongStream.range(first, first + lives)
                .parallel()
                .mapToObj(CacheSimulationTest::live)
                .flatMap(Optional::stream)
                .findFirst();

        assertThat(wrong).isEmpty();
    }

    private static Optional<String> live(long seed) {
        return new CacheSimulation(seed)
                .run().stream().findFirst().map(complaint -> "-Dlives.seed=" + seed + ": " + complaint);
    }
}
