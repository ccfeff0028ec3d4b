package no.portnokkel.maskinporten;

import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Nothing valid is kept, and the HSM or Maskinporten is out of reach just now. Try later. */
public final class TokenUnavailableException extends TokenException {
    private static final long serialVersionUID = 1L;

    /** @param problem the outage; retrying is right */
    public TokenUnavailableException(Problem problem) {
        super(problem, null);
    }

    /**
     * @param problem the outage; retrying is right
     * @param cause what was seen, for the log; null when there is none
     */
    public TokenUnavailableException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
