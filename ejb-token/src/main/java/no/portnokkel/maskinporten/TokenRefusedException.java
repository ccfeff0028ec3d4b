package no.portnokkel.maskinporten;

import java.util.Optional;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Maskinporten, or we ourselves, refused: trying again will not help until a person has mended it. */
public sealed class TokenRefusedException extends TokenException permits ConsentMismatchException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Refusal refusal;

    /** @param problem what we ourselves refused; its code says why */
    public TokenRefusedException(Problem problem) {
        super(problem, null);
        this.refusal = null;
    }

    /**
     * @param problem the refusal as a problem
     * @param refusal of Maskinporten
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

    /** What Maskinporten refused; empty when we refused before it was asked. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }
}
