package no.portnokkel.maskinporten.token;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A monotonic clock that is moved by hand. Starts just below the greatest value, so that overflow shows. */
final class TestTime implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
