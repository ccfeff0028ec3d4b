package no.portnokkel.maskinporten;

import java.util.Optional;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The request was refused by Maskinporten, or rejected before it was sent. Do not retry: {@link #problem()} names who must act
 * and how.
 */
public sealed class TokenRefusedException extends TokenException permits ConsentMismatchException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Refusal refusal;

    /** @param problem why the request was rejected before it was sent */
    public TokenRefusedException(Problem problem) {
        super(problem, null);
        this.refusal = null;
    }

    /**
     * @param problem the refusal as a problem
     * @param refusal Maskinporten's answer
     */
    public TokenRefusedException(Problem problem, Refusal refusal) {
        super(problem, null);
        this.refusal = refusal;
    }

    TokenRefusedException(TokenRefusedException original) {
        super(original.problem(), original);
        this.refusal = original.refusal;
    }

    @Override
    public TokenRefusedException forAnotherCaller() {
        return new TokenRefusedException(this);
    }

    /** Returns Maskinporten's refusal; empty if the request was rejected before it was sent. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }
}
