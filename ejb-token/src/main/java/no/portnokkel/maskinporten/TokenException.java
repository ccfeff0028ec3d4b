package no.portnokkel.maskinporten;

import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * There is no token for the caller. The container does not wrap this exception and does not mark the caller's transaction for
 * rollback.
 *
 * <pre>{@code
 * try {
 *     return tokens.get(request);
 * } catch (TokenException none) {
 *     log.warn(none.problem().sentence()); // code, cause and remedy; holds no secret
 *     throw none;
 * }
 * }</pre>
 */
public abstract sealed class TokenException extends RuntimeException
        permits TokenRefusedException, TokenUnavailableException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    TokenException(Problem problem, @Nullable Throwable cause) {
        super(problem.sentence(), cause);
        this.problem = problem;
    }

    /** Returns the same failure with a new stack trace, for each of several callers that waited for one answer. */
    public abstract TokenException forAnotherCaller();

    /** Returns what is wrong, who can fix it, and how. Holds no secret. */
    public Problem problem() {
        return problem;
    }
}
