package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.cache.FetchResult.Failed;
import org.jspecify.annotations.Nullable;

/**
 * Repeats for a while a refusal that a person must mend, so that a storm of callers makes a trickle of grants: a second
 * after the first, twice as long after each, a minute at most. Leaves outages alone, and what we refuse ourselves, which
 * costs no grant and is judged anew each time.
 */
final class NegativeCachingFetcher implements TokenFetcher {
    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(60).toNanos();

    private final TokenFetcher next;
    private final LongSupplier nanoClock;
    private volatile @Nullable Memory memory;

    NegativeCachingFetcher(TokenFetcher next, LongSupplier nanoClock) {
        this.next = next;
        this.nanoClock = nanoClock;
    }

    @Override
    public CompletionStage<FetchResult> start(FetchReason demand) {
        Memory known = memory;
        if (known != null && !demand.insists() && nanoClock.getAsLong() - known.since() < known.length()) {
            return CompletableFuture.completedFuture(known.refusal());
        }
        return next.start(demand).thenApply(this::learn);
    }

    private FetchResult learn(FetchResult outcome) {
        if (outcome instanceof TimedToken) {
            memory = null;
        } else if (outcome instanceof Failed failed && failed.isCostlyRefusal()) {
            Memory known = memory;
            long length = known == null ? FIRST : Math.min(2 * known.length(), LONGEST);
            memory = new Memory(failed, nanoClock.getAsLong(), length);
        }
        return outcome;
    }

    @Override
    public void forget() {
        memory = null;
        next.forget();
    }

    private record Memory(Failed refusal, long since, long length) {}
}
