package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;

/**
 * Sends no request for as long as Maskinporten asked ({@code Retry-After}, RFC 9110, section 10.2.3), whatever the request is.
 * The wait is limited to one hour, so that a wrong header does not stop a bank for days.
 */
final class RetryAfterTokenSource implements TokenSource {
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private final TokenSource next;
    private final LongSupplier nanoClock;
    private volatile Pause pause;

    /**
     * @param next called unless Maskinporten asked to wait
     * @param nanoClock monotonic, in nanoseconds
     */
    RetryAfterTokenSource(TokenSource next, LongSupplier nanoClock) {
        this.next = next;
        this.nanoClock = nanoClock;
        this.pause = new Pause(nanoClock.getAsLong(), Duration.ZERO);
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        Duration remaining = pause.remaining(nanoClock.getAsLong());
        if (remaining.compareTo(Duration.ZERO) > 0) {
            throw new TokenUnavailableException(OutageProblems.retryAfter(remaining), remaining);
        }
        try {
            return next.token(request);
        } catch (TokenUnavailableException failed) {
            failed.retryAfter().ifPresent(this::pauseFor);
            throw failed;
        }
    }

    private synchronized void pauseFor(Duration requested) {
        Pause next = new Pause(nanoClock.getAsLong(), requested.compareTo(MAX_WAIT) < 0 ? requested : MAX_WAIT);
        if (next.length().compareTo(pause.remaining(next.sinceNanos()))
                > 0) { // the answers of two requests may overlap
            pause = next;
        }
    }

    private record Pause(long sinceNanos, Duration length) {
        Duration remaining(long nowNanos) {
            return length.minusNanos(nowNanos - sinceNanos);
        }
    }
}
