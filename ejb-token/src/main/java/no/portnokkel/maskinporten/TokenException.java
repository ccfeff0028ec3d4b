package no.portnokkel.maskinporten;

import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * No token. Reaches the caller as it is, never wrapped by the container, and leaves the caller's transaction
 * committable.
 */
public abstract sealed class TokenException extends RuntimeException
        permits TokenRefusedException, TokenUnavailableException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    TokenException(Problem problem, @Nullable Throwable cause) {
        super(problem.sentence(), cause);
        this.problem = problem;
    }

    /** The same failure with a stack of its own, for each of several callers who waited for one answer. */
    public abstract TokenException forAnotherCaller();

    /** What is wrong, whom it concerns, and what to do. Holds no secret. */
    public Problem problem() {
        return problem;
    }
}
