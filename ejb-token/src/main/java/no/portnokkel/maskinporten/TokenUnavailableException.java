package no.portnokkel.maskinporten;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/** There is no valid cached token, and the HSM or Maskinporten is out of reach. Retry later. */
public final class TokenUnavailableException extends TokenException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** @param problem the outage */
    public TokenUnavailableException(Problem problem) {
        this(problem, (Throwable) null);
    }

    /**
     * @param problem the outage
     * @param cause for the log; null if there is none
     */
    public TokenUnavailableException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
        this.retryAfter = null;
    }

    /**
     * @param problem the outage
     * @param retryAfter the time that Maskinporten asked to wait ({@code Retry-After}); positive
     */
    public TokenUnavailableException(Problem problem, Duration retryAfter) {
        super(problem, null);
        this.retryAfter = retryAfter;
    }

    private TokenUnavailableException(TokenUnavailableException original) {
        super(original.problem(), original);
        this.retryAfter = original.retryAfter;
    }

    @Override
    public TokenUnavailableException forAnotherCaller() {
        return new TokenUnavailableException(this);
    }

    /** Returns how long Maskinporten asked to wait ({@code Retry-After}); empty if it did not. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
