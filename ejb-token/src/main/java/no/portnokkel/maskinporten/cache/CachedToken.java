package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.cache.TokenCache.CacheContext;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult.Failed;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * The cache entry of one request. A caller that keeps a reference reads the token without a look-up. Once closed, the entry stays
 * empty. Thread-safe; waiting does not pin a virtual thread.
 */
public final class CachedToken {
    private final TokenRequest request;
    private final CacheContext context;
    private final UsageTracker usage;
    private final SingleFlight singleFlight;
    private volatile @Nullable TimedToken token; // written under the lock, read without
    private boolean wasRead; // unsynchronized on purpose: the refresher may notice a hit one sweep later
    private boolean closed;

    CachedToken(TokenRequest request, CacheContext context) {
        this.request = request;
        this.context = context;
        this.usage = new UsageTracker(RequestKey.isPersonal(request), context.nowNanos());
        this.singleFlight = new SingleFlight(new StoringFetcher(request, context, this));
    }

    /**
     * Returns the token if it is usable, otherwise null. Never waits, allocates nothing.
     *
     * @param nowNanos read by the caller immediately before the call: reading the clock first lets the processor overlap it with
     *     the memory reads of this method
     */
    public @Nullable AccessToken hit(long nowNanos) {
        TimedToken usable = read(nowNanos);
        return usable == null ? null : usable.token();
    }

    /**
     * Returns the cached token, or waits for a new one, at most {@code portnokkel.tokens.wait}.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link no.portnokkel.maskinporten.Tokens#get}
     */
    public TimedToken get() {
        TimedToken usable = read(context.nowNanos());
        return usable == null ? await(miss()) : usable;
    }

    /**
     * Returns the cached token, or a stage that a fetch completes; at the latest after {@code portnokkel.tokens.wait}. Does not wait.
     * The stage fails as {@link #get}, with the exception itself.
     *
     * @param timer ends the wait; its thread also runs what depends on the stage then
     */
    public CompletionStage<TimedToken> getAsync(ScheduledExecutorService timer) {
        CompletableFuture<TimedToken> stage = new CompletableFuture<>();
        TimedToken usable = read(context.nowNanos());
        if (usable != null) {
            stage.complete(usable);
            return stage;
        }
        Duration wait = context.longestWait();
        ScheduledFuture<?> limit = timer.schedule(
                () -> stage.completeExceptionally(new TokenUnavailableException(waitExceeded(wait))),
                wait.toNanos(),
                TimeUnit.NANOSECONDS);
        miss().whenComplete((result, unexpected) -> {
            limit.cancel(false);
            try {
                stage.complete(issued(result));
            } catch (RuntimeException none) { // what get() throws; whoever waits for the stage must not wait in vain
                stage.completeExceptionally(none);
            }
        });
        return stage;
    }

    private @Nullable TimedToken read(long nowNanos) {
        TimedToken usable = usable(nowNanos);
        if (usable != null && !wasRead) { // a write would invalidate the cache line for all other readers
            wasRead = true;
        }
        return usable;
    }

    private @Nullable TimedToken usable(long nowNanos) {
        TimedToken current = token;
        return current != null && current.isUsable(nowNanos) ? current : null;
    }

    /** Starts or joins a fetch for a caller without a usable token. */
    CompletionStage<FetchResult> miss() {
        usage.recordMiss(context.nowNanos());
        return singleFlight.fetch(new FetchReason.CacheMiss());
    }

    /**
     * Fetches a new token even if one is cached or an earlier fetch failed, or joins a fetch in progress. The new token replaces the
     * cached one; a failure leaves it in place.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link #get}
     */
    public TimedToken fetchNew() {
        return await(singleFlight.fetch(new FetchReason.Trial()));
    }

    /**
     * Returns a replacement for a token that an API refused: the cached one if it has changed since, otherwise a new one, which
     * concurrent callers share.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link #get}
     */
    public TimedToken insteadOf(AccessToken refused) {
        return await(singleFlight.fetch(new FetchReason.Replacement(refused)));
    }

    private TimedToken await(CompletionStage<FetchResult> fetch) {
        Duration wait = context.longestWait();
        try {
            return issued(fetch.toCompletableFuture().get(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("A fetch must not fail, but return a failure", unexpected);
        } catch (TimeoutException timedOut) {
            throw new TokenUnavailableException(waitExceeded(wait), timedOut);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TokenUnavailableException(
                    Problem.of(ProblemCode.MASKINPORTEN_UNAVAILABLE, "maskinporten-unavailable.interrupted"),
                    interrupted);
        }
    }

    private TimedToken issued(FetchResult result) {
        if (result instanceof Failed failed) {
            throw failed.toException();
        }
        TimedToken issued = (TimedToken) result;
        if (!issued.isUsable(context.nowNanos())) { // this thread was suspended for longer than the token was usable
            throw Failed.expiredOnArrival().toException();
        }
        return issued;
    }

    private static Problem waitExceeded(Duration wait) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE, "maskinporten-unavailable.wait-exceeded", Map.of("wait", wait));
    }

    /**
     * Removes the token if it has expired, and starts a refresh if it is due. Does not wait.
     *
     * @param suspendedNanos time since the previous call that the monotonic clock did not count
     * @return whether the token was read since the previous call
     */
    boolean refreshIfDue(long nowNanos, long suspendedNanos) {
        boolean wasHit = sweep(nowNanos, suspendedNanos);
        if (wasHit) {
            usage.recordHit(nowNanos);
        }
        TimedToken current = token;
        if (current != null
                && current.isRefreshDue(nowNanos)
                && usage.isInUse(current, nowNanos)
                && !singleFlight.isInProgress()
                && context.refreshes().tryAcquire()) {
            singleFlight
                    .fetch(new FetchReason.RefreshAhead(current))
                    .whenComplete((any, failure) -> context.refreshes().release());
        }
        return wasHit;
    }

    private synchronized boolean sweep(long nowNanos, long suspendedNanos) {
        TimedToken current = token;
        if (current != null) {
            TimedToken aged = suspendedNanos == 0 ? current : current.agedBy(suspendedNanos);
            token = aged.isUsable(nowNanos) ? aged : null;
        }
        boolean hit = wasRead;
        if (hit) {
            wasRead = false;
        }
        return hit;
    }

    /** Returns whether the entry holds no token, no fetch in progress and no recent failure. */
    boolean isIdle(long nowNanos) {
        return token == null && !singleFlight.isInProgress() && usage.isIdle(nowNanos);
    }

    boolean hasFetchInProgress() {
        return singleFlight.isInProgress();
    }

    /** Returns the request of this entry. */
    public TokenRequest request() {
        return request;
    }

    /** Returns the token if it is usable. Does not count as a use. */
    public Optional<TimedToken> peek() {
        return Optional.ofNullable(usable(context.nowNanos()));
    }

    /** Returns the stored token, usable or not. */
    @Nullable
    TimedToken current() {
        return token;
    }

    /** Returns false if the tokens of the client were removed after this one was requested. */
    synchronized boolean store(TimedToken issued) {
        boolean dropped = context.isDropped(request, issued);
        if (!closed && !dropped) {
            token = issued;
        }
        return !dropped;
    }

    void clear() {
        removeToken();
        forgetFailures();
    }

    void forgetFailures() {
        singleFlight.clearFailures();
    }

    private synchronized void removeToken() {
        token = null;
    }

    synchronized void close() {
        closed = true;
        token = null;
    }
}
