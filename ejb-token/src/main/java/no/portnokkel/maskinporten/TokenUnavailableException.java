package no.portnokkel.maskinporten;

import java.time.Duration;
import java.util.Optional;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Nothing valid is kept, and the HSM or Maskinporten is out of reach just now. Try later. */
public final class TokenUnavailableException extends TokenException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** @param problem the outage; retrying is right */
    public TokenUnavailableException(Problem problem) {
        this(problem, (Throwable) null);
    }

    /**
     * @param problem the outage; retrying is right
     * @param cause what was seen, for the log; null when there is none
     */
    public TokenUnavailableException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
        this.retryAfter = null;
    }

    /**
     * @param problem the outage
     * @param retryAfter how long Maskinporten wants to be left alone; longer than nothing
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

    /** How long Maskinporten asked to be left alone ({@code Retry-After}); empty when it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
