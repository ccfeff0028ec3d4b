package no.portnokkel.maskinporten;

import no.portnokkel.problem.Problem;

/** Maskinporten, or we ourselves, refused: trying again will not help until a person has mended it. */
public final class TokenRefusedException extends TokenException {
    private static final long serialVersionUID = 1L;

    /** @param problem what was refused; its code says by whom */
    public TokenRefusedException(Problem problem) {
        super(problem, null);
    }
}
