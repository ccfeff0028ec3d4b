package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import no.portnokkel.maskinporten.cache.FetchResult.Failed;
import org.jspecify.annotations.Nullable;

/**
 * Spaces out attempts while something is out of reach: full jitter below a bound that doubles from 1 s to 20 s. While the
 * HSM is what is out of reach, Maskinporten hears nothing of it and the bound stays at 1 s. One failure is no outage: the
 * second attempt may follow at once.
 *
 * <p>Between attempts the last failure is repeated at once. A caller who waited would hold a thread of the bank's server
 * for something that is known not to come yet; two hundred of them would hold two hundred, and an outage of Maskinporten
 * would become one of the bank. {@code Retry-After} is its neighbour's affair.
 */
final class BackoffFetcher implements TokenFetcher {
    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 5;
    private static final long LONGEST = Duration.ofSeconds(20).toNanos();

    /** Chance may make a wait short, but never none: the number of attempts has a bound that no luck breaks. */
    private static final double SHORTEST_SHARE = 0.1;

    private final TokenFetcher next;
    private final LongSupplier nanoClock;
    private final RandomGenerator chance;
    private volatile @Nullable Outage outage;

    BackoffFetcher(TokenFetcher next, LongSupplier nanoClock, RandomGenerator chance) {
        this.next = next;
        this.nanoClock = nanoClock;
        this.chance = chance;
    }

    @Override
    public CompletionStage<FetchResult> start(FetchReason demand) {
        Outage known = outage;
        if (known != null && !demand.insists() && nanoClock.getAsLong() - known.since() < known.pause()) {
            return CompletableFuture.completedFuture(known.last());
        }
        return next.start(demand).thenApply(this::learn);
    }

    private FetchResult learn(FetchResult outcome) {
        if (outcome instanceof Failed failed && !failed.isCostlyRefusal()) {
            Outage known = outage;
            int failures = known == null ? 1 : Math.min(known.failures(), MOST_DOUBLINGS + 2) + 1;
            outage = new Outage(failed, failures, nanoClock.getAsLong(), failures == 1 ? 0 : pause(failed, failures));
        } else { // a refusal, too, came from somebody who is there
            outage = null;
        }
        return outcome;
    }

    private long pause(Failed failed, int failures) {
        long bound = failed.isOfHsm() ? FIRST : Math.min(LONGEST, FIRST << Math.min(failures - 2, MOST_DOUBLINGS));
        return (long) (bound * (SHORTEST_SHARE + (1 - SHORTEST_SHARE) * chance.nextDouble()));
    }

    @Override
    public void forget() {
        outage = null;
        next.forget();
    }

    private record Outage(Failed last, int failures, long since, long pause) {}
}
