package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;

/**
 * Leaves Maskinporten alone for as long as it asked for ({@code Retry-After}, RFC 9110, section 10.2.3), whoever asks
 * for what. An hour at most: a mistake at the other end must not outlive its correction by days.
 */
public final class RetryAfterTokenSource implements TokenSource {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final TokenSource next;
    private final LongSupplier nanoClock;
    private volatile Pause pause;

    /**
     * @param next asked unless Maskinporten wants to be left alone
     * @param nanoClock monotonic, in nanoseconds
     */
    public RetryAfterTokenSource(TokenSource next, LongSupplier nanoClock) {
        this.next = next;
        this.nanoClock = nanoClock;
        this.pause = new Pause(nanoClock.getAsLong(), Duration.ZERO);
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        Duration left = pause.left(nanoClock.getAsLong());
        if (left.compareTo(Duration.ZERO) > 0) {
            throw new TokenUnavailableException(OutageProblems.leftAlone(left), left);
        }
        try {
            return next.token(request);
        } catch (TokenUnavailableException failed) {
            failed.retryAfter().ifPresent(this::leaveAloneFor);
            throw failed;
        }
    }

    private void leaveAloneFor(Duration asked) {
        pause = new Pause(nanoClock.getAsLong(), asked.compareTo(LONGEST) < 0 ? asked : LONGEST);
    }

    private record Pause(long since, Duration length) {
        Duration left(long now) {
            return length.minusNanos(now - since);
        }
    }
}
