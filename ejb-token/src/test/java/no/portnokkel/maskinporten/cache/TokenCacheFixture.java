package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Executor;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.testkit.ManualClock;
import org.jspecify.annotations.Nullable;

/** A token cache with the default settings and a manual clock. Fetches complete immediately. */
final class TokenCacheFixture {
    static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    static final TokenRequest TAX = TokenRequest.forScope("skatteetaten:summertskattegrunnlag");
    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(200);

    final ManualClock time = new ManualClock();
    final ScriptedSource maskinporten = new ScriptedSource(time);
    final EventPublisher events = new EventPublisher("loans");
    final TokenCache tokens;

    TokenCacheFixture() {
        this(Runnable::run, 10_000, Duration.ofSeconds(15));
    }

    TokenCacheFixture(Executor executor, int maxEntries, Duration longestWait) {
        this.tokens = new TokenCache(
                maskinporten,
                "lab",
                new TokenSettings(0.75, OptionalDouble.empty(), maxEntries, longestWait),
                new FetchRuntime(
                        new AbandonableExecutor(executor, 1_000_000),
                        executor,
                        time,
                        time,
                        new Random(20261124),
                        events));
    }

    String token(TokenRequest request) {
        return tokens.entry(request).get().token().value();
    }

    /** Returns the token of an entry without waiting; null if there is none. */
    @Nullable
    AccessToken hit(CachedToken entry) {
        return entry.hit(time.getAsLong());
    }

    /** Advances the clock, with a sweep of the refresher at its usual interval. */
    void advance(Duration whole) {
        for (Duration remaining = whole;
                !remaining.isNegative() && !remaining.isZero();
                remaining = remaining.minus(SWEEP_INTERVAL)) {
            time.advance(remaining.compareTo(SWEEP_INTERVAL) < 0 ? remaining : SWEEP_INTERVAL);
            tokens.refreshDue();
        }
    }
}
