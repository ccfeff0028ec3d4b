package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.cache.FetchResult.Failed;
import org.jspecify.annotations.Nullable;

/**
 * The token of one request, kept alive. Whoever holds on to this finds the token without looking anything up. Safe for
 * any number of threads; waiting pins no virtual thread.
 */
public final class CachedToken extends CacheEntry {
    private final TokenRequest request;
    private final SingleFlight flights;
    private final UsageTracker usage;
    private final CacheContext terms;

    CachedToken(TokenRequest request, CacheContext terms) {
        this.request = request;
        this.terms = terms;
        this.usage = new UsageTracker(RequestKey.isPersonal(request), terms.nowNanos());
        this.flights = new SingleFlight(new StoringFetcher(request, terms, this));
    }

    /**
     * The token if it is kept and may be handed out; else null. Never waits, allocates nothing.
     *
     * @param nowNanos read just before, and by the caller: a clock waits for the reads of memory before it, while those
     *     after it go on beside it. Whoever is held up between the two is no worse off than on the way out of here
     */
    public @Nullable AccessToken hit(long nowNanos) {
        TimedToken kept = take(nowNanos);
        return kept == null ? null : kept.token();
    }

    /**
     * Returns the kept token, or waits for one, at most {@code tokens.wait}.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link no.portnokkel.maskinporten.Tokens#get} says
     */
    public TimedToken get() {
        TimedToken kept = take(terms.nowNanos());
        return kept == null ? await(miss()) : kept;
    }

    /** For a caller without a valid token: a flight, shared with others. */
    CompletionStage<FetchResult> miss() {
        usage.miss(terms.nowNanos());
        return flights.start(new FetchReason.Caller());
    }

    /**
     * Fetches a new token, whatever is kept and whatever failed before, or joins the flight under way. It replaces the kept
     * one; a failure leaves that in place.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link #get}
     */
    public TimedToken renewed() {
        return await(flights.start(new FetchReason.Trial()));
    }

    /**
     * Returns another token than the one that an API has refused: the kept one if it is another by now, else a new one,
     * which equal callers share.
     *
     * @throws no.portnokkel.maskinporten.TokenException as {@link #get}
     */
    public TimedToken insteadOf(AccessToken refused) {
        return await(flights.start(new FetchReason.InsteadOf(refused)));
    }

    private TimedToken await(CompletionStage<FetchResult> flight) {
        Duration wait = terms.longestWait();
        try {
            FetchResult outcome = flight.toCompletableFuture().get(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (outcome instanceof Failed failed) {
                throw failed.forThisCaller();
            }
            TimedToken issued = (TimedToken) outcome;
            if (!issued.isUsable(terms.nowNanos())) { // this thread slept through the token's life
                throw new TokenUnavailableException(FetchProblems.tooOld());
            }
            return issued;
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("A failed flight is an outcome", unexpected);
        } catch (TimeoutException late) {
            throw new TokenUnavailableException(FetchProblems.tooLate(wait), late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TokenUnavailableException(FetchProblems.tooLate(wait), interrupted);
        }
    }

    /**
     * The refresher's look: drops what has aged, and starts the renewal that is due. Never waits.
     *
     * @param sleptNanos what the monotonic clock has missed since the last look
     * @return whether it was asked for since the last look
     */
    boolean look(long nowNanos, long sleptNanos) {
        boolean wasHit = tidy(nowNanos, sleptNanos);
        if (wasHit) {
            usage.hit(nowNanos);
        }
        TimedToken kept = held();
        if (kept != null && kept.isDue(nowNanos) && usage.isLively(kept, nowNanos) && !flights.isFlying()) {
            flights.start(new FetchReason.Ahead(kept));
        }
        return wasHit;
    }

    /** Whether nothing is kept, under way, or remembered that anybody may ask for. */
    boolean isOver(long nowNanos) {
        return held() == null && !flights.isFlying() && usage.isOver(nowNanos);
    }

    /** What was asked for. */
    public TokenRequest request() {
        return request;
    }

    /** The token that may be handed out now, without counting as a use of it. */
    public Optional<TimedToken> kept() {
        return Optional.ofNullable(usable(terms.nowNanos()));
    }

    void forget() {
        clear();
        flights.forget();
    }
}
