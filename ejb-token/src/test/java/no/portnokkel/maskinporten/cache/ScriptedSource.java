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
import no.portnokkel.maskinporten.endpoint.TokenSource;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.testkit.ManualClock;
import org.jspecify.annotations.Nullable;

/** A scripted Maskinporten: issues numbered tokens, fails with a problem, or holds responses until they are released. */
final class ScriptedSource implements TokenSource {
    private final ManualClock time;
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Duration lifetime = Duration.ofMinutes(2);
    private volatile Duration responseTime = Duration.ZERO;
    private volatile Optional<ProblemCode> failure = Optional.empty();
    private volatile @Nullable TokenRequest heldRequest;
    private volatile Runnable duringRequest = () -> {};

    ScriptedSource(ManualClock time) {
        this.time = time;
    }

    void issuesTokensFor(Duration duration) {
        lifetime = duration;
    }

    void answersAfter(Duration delay) {
        responseTime = delay;
    }

    void failsWith(ProblemCode code) {
        failure = Optional.of(code);
    }

    void recovers() {
        failure = Optional.empty();
    }

    /** Runs while Maskinporten answers; may throw. */
    void duringRequest(Runnable event) {
        duringRequest = event;
    }

    void holdResponsesFor(TokenRequest request) {
        heldRequest = request;
    }

    void releaseResponses() {
        released.countDown();
    }

    /** Returns the number of requests, successful or not. */
    int requests() {
        return requests.get();
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        int number = requests.incrementAndGet();
        long requestedAtNanos = time.getAsLong();
        var requestedAt = time.instant();
        if (request.equals(heldRequest)) {
            awaitRelease();
        }
        time.advance(responseTime);
        duringRequest.run();
        failure.ifPresent(code -> {
            throw exception(code);
        });
        AccessToken token = new AccessToken("token-" + number, requestedAt.plus(lifetime), request.scopes());
        return new IssuedToken(
                token, "jti", requestedAt, requestedAtNanos, lifetime, Duration.ZERO, responseTime, Duration.ZERO);
    }

    private static TokenException exception(ProblemCode code) {
        Problem problem = Problem.of(code, Text.verbatim("Failure."), Text.verbatim("Remedy."));
        return code.passesByItself() ? new TokenUnavailableException(problem) : new TokenRefusedException(problem);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
