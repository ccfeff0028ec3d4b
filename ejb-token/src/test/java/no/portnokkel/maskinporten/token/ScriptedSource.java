package no.portnokkel.maskinporten.token;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/** Plays the next in the chain: issues numbered tokens, fails, or holds a flight until it is let go. */
final class ScriptedSource implements TokenSource {
    private final LongSupplier nanoClock;
    private final AtomicInteger fetched = new AtomicInteger();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile Duration lifetime = Duration.ofMinutes(2);
    private volatile boolean fails;
    private volatile @Nullable TokenRequest held;

    ScriptedSource(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void issuesTokensFor(Duration life) {
        lifetime = life;
    }

    void fails() {
        fails = true;
    }

    void holdsFlightsFor(TokenRequest request) {
        held = request;
    }

    void letsGo() {
        letGo.countDown();
    }

    int fetched() {
        return fetched.get();
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        int number = fetched.incrementAndGet();
        long askedAt = nanoClock.getAsLong();
        if (request.equals(held)) {
            waitToBeLetGo();
        }
        if (fails) {
            throw new TokenUnavailableException(Problem.of(
                    ProblemCode.MASKINPORTEN_UNAVAILABLE, new Text("Nede.", "Down."), new Text("Vent.", "Wait.")));
        }
        AccessToken token = new AccessToken("token-" + number, Instant.EPOCH, request.scopes());
        return new IssuedToken(token, "jti", Instant.EPOCH, askedAt, lifetime, Duration.ZERO, Duration.ZERO);
    }

    private void waitToBeLetGo() {
        try {
            letGo.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
