package no.portnokkel.maskinporten;

import java.util.Map;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** The consent was given to another organisation than the one the token is for. The API has not been called. */
public final class ConsentMismatchException extends TokenRefusedException {
    private static final long serialVersionUID = 1L;

    /**
     * @param given to whom the consent was given
     * @param consumer of the token
     */
    public ConsentMismatchException(OrganisationNumber given, OrganisationNumber consumer) {
        super(Problem.of(
                ProblemCode.CONSENT_OTHER_ORGANISATION,
                "consent-other-organisation.consent-mismatch-exception",
                Map.of("given", given.digits(), "consumer", consumer.digits())));
    }

    private ConsentMismatchException(ConsentMismatchException original) {
        super(original);
    }

    @Override
    public ConsentMismatchException forAnotherCaller() {
        return new ConsentMismatchException(this);
    }
}
