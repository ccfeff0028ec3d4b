package no.portnokkel.maskinporten.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.crypto.spec.SecretKeySpec;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.TimedToken.RefreshPolicy;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one environment. Each is refreshed for as long as it is used. The size is bounded: when the cache is full, the
 * least used entry is evicted (W-TinyLFU), which costs a grant but never fails a caller. Thread-safe.
 */
public final class TokenCache implements AutoCloseable {
    /** The maximum number of refreshes at a time. A further one begins later, so that its callers need not wait for a thread. */
    public static final int MAX_REFRESHES = 32;

    private static final int SECRET_BYTES = 32;

    private final CacheContext context;
    private final SecretKeySpec keySecret;
    private final Cache<RequestKey, CachedToken> entries;
    private volatile boolean closed;

    /**
     * @param source called for new tokens, on threads of {@code runtime}
     * @param environment the name of the environment, for events
     * @param settings refresh times, size and longest wait
     */
    public TokenCache(TokenSource source, String environment, TokenSettings settings, FetchRuntime runtime) {
        this.context = new CacheContext(
                source,
                environment,
                new RefreshPolicy(settings.refreshAt(), settings.margin(), runtime.random()),
                new SuspendDetector(
                        runtime.nanoClock().getAsLong(), runtime.clock().millis()),
                settings.longestWait(),
                runtime.nanoClock().getAsLong(),
                new Semaphore(MAX_REFRESHES),
                new ConcurrentHashMap<>(),
                runtime);
        byte[] secret = new byte[SECRET_BYTES];
        runtime.random().nextBytes(secret);
        this.keySecret = RequestKey.secret(secret);
        this.entries = Caffeine.newBuilder()
                .maximumSize(settings.maxEntries())
                .removalListener(TokenCache::onRemoval)
                .executor(Runnable::run) // maintenance is short; the common pool belongs to the server
                .build();
    }

    /** Closes an evicted entry: a supplier may still refer to it and must not find a token that outlives its environment. */
    private static void onRemoval(@Nullable RequestKey key, @Nullable CachedToken removed, RemovalCause cause) {
        if (removed != null) {
            removed.close();
        }
    }

    /** Returns the entry of a request, which callers may keep. Fetches nothing. */
    public CachedToken entry(TokenRequest request) {
        CachedToken entry = entries.get(RequestKey.of(request, keySecret), absent -> new CachedToken(request, context));
        if (closed) { // close() has either closed this entry, or its flag is visible here
            entry.close();
        }
        return entry;
    }

    /**
     * Removes expired tokens, including those that expired while the machine was suspended, starts the refreshes that are due, and
     * removes unused entries. Does not wait. Called a few times a second by one thread.
     */
    public void refreshDue() {
        long nowNanos = context.nowNanos();
        long suspendedNanos = context.suspendDetector()
                .poll(nowNanos, context.runtime().clock().millis());
        entries.asMap().forEach((key, entry) -> {
            if (entry.refreshIfDue(nowNanos, suspendedNanos)) {
                // counts hits through suppliers, which do not look up the entry, for the eviction policy
                CachedToken unused = entries.getIfPresent(key);
            } else if (entry.isIdle(nowNanos)) {
                entries.asMap().remove(key, entry);
            }
        });
    }

    /** Returns the entries with a usable token, in no particular order. */
    public List<CachedToken> usableEntries() {
        return entries.asMap().values().stream()
                .filter(entry -> entry.peek().isPresent())
                .toList();
    }

    /** Removes all tokens and forgets failures. */
    public void clear() {
        entries.asMap().values().forEach(CachedToken::clear);
    }

    /**
     * Removes the tokens of one client that were requested until now, those of fetches in progress too, and forgets its failures.
     *
     * @param client name of a further client; empty for the environment's own
     */
    public void drop(Optional<String> client) {
        context.droppedAtNanos().put(client, context.nowNanos());
        entries.asMap().values().stream()
                .filter(entry -> entry.request().client().equals(client))
                .forEach(CachedToken::clear);
    }

    /** Forgets failures, and keeps all tokens. */
    public void forgetFailures() {
        entries.asMap().values().forEach(CachedToken::forgetFailures);
    }

    /** Removes all tokens for good: fetches in progress store nothing. */
    @Override
    public void close() {
        closed = true;
        entries.asMap().values().forEach(CachedToken::close);
    }

    /**
     * What all entries of one cache share, so that each entry holds one reference.
     *
     * @param source fetches new tokens
     * @param environment the name of the environment, for events
     * @param longestWait how long a caller waits at most
     * @param startNanos when the cache was created, by the monotonic clock
     * @param refreshes permits of refreshes ahead of expiry
     * @param droppedAtNanos when the tokens of a client were removed; earlier requested ones are not stored any more
     */
    record CacheContext(
            TokenSource source,
            String environment,
            RefreshPolicy refreshPolicy,
            SuspendDetector suspendDetector,
            Duration longestWait,
            long startNanos,
            Semaphore refreshes,
            Map<Optional<String>, Long> droppedAtNanos,
            FetchRuntime runtime) {

        long nowNanos() {
            return runtime.nanoClock().getAsLong();
        }

        /** Returns whether the tokens of its client were removed after this one was requested. */
        boolean isDropped(TokenRequest request, TimedToken issued) {
            Long dropped = droppedAtNanos.get(request.client());
            return dropped != null && issued.requestedAtNanos() - dropped < 0;
        }

        /** Returns a chain of fetchers that remembers no failure yet. */
        TokenFetcher newChain(TokenRequest request) {
            TokenFetcher source = new SourceFetcher(request, this);
            TokenFetcher backoff = new BackoffFetcher(source, runtime.nanoClock(), runtime.random());
            return new NegativeCachingFetcher(backoff, runtime.nanoClock(), startNanos);
        }
    }
}
