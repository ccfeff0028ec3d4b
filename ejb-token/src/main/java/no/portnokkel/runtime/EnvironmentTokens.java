package no.portnokkel.runtime;

import java.util.function.Function;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.token.IssuedToken;
import no.portnokkel.maskinporten.token.KeepsTokens;
import no.portnokkel.runtime.facts.ActiveChoice;

/**
 * Tokens of whichever environment is active. A switch replaces the whole {@link Life}, so that nothing of one
 * environment, not even a flight under way, can serve a caller of the next.
 */
final class EnvironmentTokens implements Tokens {
    private final ActiveEnvironment active;
    private final Lives lives;
    private volatile Life life;

    EnvironmentTokens(ActiveEnvironment active, Lives lives) {
        this.active = active;
        this.lives = lives;
        this.life = lives.of(active.read(), this::isStillActive);
    }

    @Override
    public AccessToken get(TokenRequest request) {
        return issued(tokens -> tokens.token(request)).token();
    }

    /** Gets a token in whatever way from the active environment; again, if it was switched meanwhile. */
    IssuedToken issued(Function<KeepsTokens, IssuedToken> way) {
        while (true) { // goes round once for each switch
            Life mine = life;
            try {
                IssuedToken issued = way.apply(mine.tokens());
                if (isCurrent(mine.choice())) {
                    return issued;
                }
            } catch (TokenUnavailableException failed) {
                if (isCurrent(mine.choice())) {
                    throw failed;
                }
            }
        }
    }

    Life life() {
        return life;
    }

    private boolean isCurrent(ActiveChoice choice) {
        ActiveChoice current = life.choice();
        return current.version() == choice.version() && current.environment().equals(choice.environment());
    }

    private boolean isStillActive(ActiveChoice choice) {
        follow();
        return isCurrent(choice);
    }

    /** Looks at the stored choice. Called once a second, and just before every grant. */
    synchronized void follow() {
        ActiveChoice chosen = active.read();
        if (!isCurrent(chosen)) {
            life = lives.of(chosen, this::isStillActive);
        }
    }
}
