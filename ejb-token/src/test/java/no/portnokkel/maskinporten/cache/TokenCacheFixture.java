package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executor;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.TokenSettings;
import org.jspecify.annotations.Nullable;

/** Kept tokens with the defaults, in a world where time passes by hand and flights land at once. */
final class TokenCacheFixture {
    static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    static final TokenRequest TAX = TokenRequest.forScope("skatteetaten:summertskattegrunnlag");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    final ManualTime time = new ManualTime();
    final ScriptedSource maskinporten = new ScriptedSource(time);
    final TokenCache tokens;

    TokenCacheFixture() {
        this(Runnable::run, 10_000, Duration.ofSeconds(15));
    }

    TokenCacheFixture(Executor flights, int maxEntries, Duration longestWait) {
        this.tokens = new TokenCache(
                maskinporten,
                new TokenSettings(0.75, 0.08, maxEntries, longestWait),
                new FetchRuntime(
                        new AbandonableExecutor(flights, 1_000_000),
                        flights,
                        time.wallClock(),
                        time,
                        new Random(20261124)));
    }

    String token(TokenRequest request) {
        return tokens.of(request).get().token().value();
    }

    /** What a caller who holds on to a token gets now, if there is something to be had at once. */
    @Nullable
    AccessToken hit(CachedToken live) {
        return live.hit(time.getAsLong());
    }

    /** Time passes, and the refresher looks as often as it does. */
    void passes(Duration whole) {
        for (Duration left = whole; !left.isNegative() && !left.isZero(); left = left.minus(BETWEEN_LOOKS)) {
            time.passes(left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS);
            tokens.look();
        }
    }
}
