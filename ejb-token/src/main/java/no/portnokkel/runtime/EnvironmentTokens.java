package no.portnokkel.runtime;

import java.util.function.Function;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.cache.CachedToken;
import no.portnokkel.maskinporten.cache.TimedToken;
import no.portnokkel.runtime.status.EnvironmentChoice;

/**
 * Tokens of whichever environment is active. A switch replaces the whole {@link EnvironmentContext}, so that nothing of one
 * environment, not even a flight under way, can serve a caller of the next.
 */
final class EnvironmentTokens implements Tokens {
    private final ActiveEnvironmentStore active;
    private final EnvironmentContextFactory lives;
    private volatile EnvironmentContext life;

    EnvironmentTokens(ActiveEnvironmentStore active, EnvironmentContextFactory lives) {
        this.active = active;
        this.lives = lives;
        this.life = lives.of(active.read(), this::isStillActive);
    }

    @Override
    public AccessToken get(TokenRequest request) {
        return timed(request, CachedToken::get).token();
    }

    @Override
    public Supplier<AccessToken> supplier(TokenRequest request) {
        return new FoundToken(request);
    }

    @Override
    public AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        return timed(request, live -> live.insteadOf(refused)).token();
    }

    /** Gets a token in whatever way from the active environment; again, if it was switched meanwhile. */
    TimedToken timed(TokenRequest request, Function<CachedToken, TimedToken> way) {
        while (true) { // goes round once for each switch
            EnvironmentContext mine = life;
            try {
                TimedToken timed = way.apply(mine.tokens().of(request));
                if (isCurrent(mine.choice())) {
                    return timed;
                }
            } catch (TokenUnavailableException failed) {
                if (isCurrent(mine.choice())) {
                    throw failed;
                }
            }
        }
    }

    EnvironmentContext life() {
        return life;
    }

    private boolean isCurrent(EnvironmentChoice choice) {
        EnvironmentChoice current = life.choice();
        return current.version() == choice.version() && current.environment().equals(choice.environment());
    }

    private boolean isStillActive(EnvironmentChoice choice) {
        follow();
        return isCurrent(choice);
    }

    /** Looks at the stored choice. Called once a second, and just before every grant. */
    synchronized void follow() {
        EnvironmentChoice chosen = active.read();
        if (!isCurrent(chosen)) {
            EnvironmentContext old = life;
            life = lives.of(chosen, this::isStillActive);
            old.tokens().close(); // suppliers hold on to what they have found there
        }
    }

    /** Has found its token's place and looks it up again only when there is nothing to be had, as after a switch. */
    private final class FoundToken implements Supplier<AccessToken> {
        private final TokenRequest request;
        private CachedToken found; // raced for, and safely: what is not final in it begins as null or false

        FoundToken(TokenRequest request) {
            this.request = request;
            this.found = life.tokens().of(request);
        }

        @Override
        public AccessToken get() {
            AccessToken kept = found.hit(System.nanoTime()); // Portnokkel's nanoClock, by name: two reads fewer
            return kept != null ? kept : search();
        }

        private AccessToken search() {
            return timed(request, live -> {
                        found = live;
                        return live.get();
                    })
                    .token();
        }
    }
}
