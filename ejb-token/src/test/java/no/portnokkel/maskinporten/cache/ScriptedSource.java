package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.endpoint.IssuedToken;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/** Plays Maskinporten: issues numbered tokens, fails with one problem or another, or holds a flight until it is let go. */
final class ScriptedSource implements TokenSource {
    private final ManualTime time;
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile Duration lifetime = Duration.ofMinutes(2);
    private volatile Duration answerTakes = Duration.ZERO;
    private volatile Optional<ProblemCode> fails = Optional.empty();
    private volatile @Nullable TokenRequest held;

    ScriptedSource(ManualTime time) {
        this.time = time;
    }

    void issuesTokensFor(Duration life) {
        lifetime = life;
    }

    void answersAfter(Duration delay) {
        answerTakes = delay;
    }

    void failsWith(ProblemCode code) {
        fails = Optional.of(code);
    }

    void isWellAgain() {
        fails = Optional.empty();
    }

    void holdsFlightsFor(TokenRequest request) {
        held = request;
    }

    void letsGo() {
        letGo.countDown();
    }

    /** How often it was asked, whatever came of it. */
    int asked() {
        return asked.get();
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        int number = asked.incrementAndGet();
        long askedAtNanos = time.getAsLong();
        var askedAt = time.wallClock().instant();
        if (request.equals(held)) {
            waitToBeLetGo();
        }
        time.passes(answerTakes);
        fails.ifPresent(code -> {
            throw failure(code);
        });
        AccessToken token = new AccessToken("token-" + number, askedAt.plus(lifetime), request.scopes());
        return new IssuedToken(token, "jti", askedAt, askedAtNanos, lifetime, Duration.ZERO, Duration.ZERO);
    }

    private static TokenException failure(ProblemCode code) {
        Problem problem = Problem.of(code, Text.verbatim("Something."), Text.verbatim("Do something."));
        return code.passesByItself() ? new TokenUnavailableException(problem) : new TokenRefusedException(problem);
    }

    private void waitToBeLetGo() {
        try {
            letGo.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
