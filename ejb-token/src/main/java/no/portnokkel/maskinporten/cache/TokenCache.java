package no.portnokkel.maskinporten.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.TokenSettings;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one environment, each kept alive for as long as it is asked for. Bounded: when full, what is asked for
 * least goes first (W-TinyLFU), which costs a grant and never an answer.
 */
public final class TokenCache implements AutoCloseable {
    private static final int SECRET_BYTES = 32;

    private final CacheContext terms;
    private final SecretKeySpec secret;
    private final Cache<RequestKey, CachedToken> store;
    private volatile boolean closed;

    /**
     * @param source asked for new tokens, on threads of {@code means}
     * @param settings shares, bound and longest wait
     */
    public TokenCache(TokenSource source, TokenSettings settings, FetchRuntime means) {
        this.terms = new CacheContext(
                source,
                new RefreshPolicy(settings.refreshAt(), settings.margin(), means.chance()),
                new SuspendDetector(means.nanoClock().getAsLong(), means.clock().millis()),
                settings.longestWait(),
                means);
        byte[] random = new byte[SECRET_BYTES];
        means.chance().nextBytes(random);
        this.secret = RequestKey.secret(random);
        this.store = Caffeine.newBuilder()
                .maximumSize(settings.maxEntries())
                .removalListener(TokenCache::left)
                .executor(Runnable::run) // its housekeeping is short; the server's common pool is not ours
                .build();
    }

    /** Whoever still holds on to what has left the store must not find a token there that outlives its environment. */
    private static void left(@Nullable RequestKey key, @Nullable CachedToken live, RemovalCause why) {
        if (live != null) {
            live.close();
        }
    }

    /** The token of this request, to be held on to or asked for once. Fetches nothing. */
    public CachedToken of(TokenRequest request) {
        CachedToken live = store.get(RequestKey.of(request, secret), absent -> new CachedToken(request, terms));
        if (closed) { // closing has either met this one or is seen here
            live.close();
        }
        return live;
    }

    /**
     * The refresher: to be called a few times a second, by one thread. Drops what has aged, be it while the machine was
     * suspended, starts renewals, and forgets what nobody asks for. Never waits.
     */
    public void look() {
        long nowNanos = terms.nowNanos();
        long slept = terms.sleep().look(nowNanos, terms.means().clock().millis());
        store.asMap().forEach((key, live) -> {
            if (live.look(nowNanos, slept)) {
                // hits that looked nothing up count, too, for what stays when the store is full
                CachedToken unused = store.getIfPresent(key);
            } else if (live.isOver(nowNanos)) {
                store.asMap().remove(key, live);
            }
        });
    }

    /** What may be handed out now, in no order. */
    public List<CachedToken> usable() {
        return store.asMap().values().stream()
                .filter(live -> live.kept().isPresent())
                .toList();
    }

    /** Drops tokens, remembered refusals and back-off. */
    public void forget() {
        store.asMap().values().forEach(CachedToken::forget);
    }

    /** Drops everything for good: flights that are under way put nothing in. */
    @Override
    public void close() {
        closed = true;
        store.asMap().values().forEach(CachedToken::close);
    }
}
