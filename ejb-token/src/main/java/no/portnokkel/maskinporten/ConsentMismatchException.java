package no.portnokkel.maskinporten;

import java.util.Map;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** The consent was given to another organisation than the consumer of the token. The API was not called. */
public final class ConsentMismatchException extends TokenRefusedException {
    private static final long serialVersionUID = 1L;

    /**
     * @param given the organisation that the consent was given to
     * @param consumer the consumer of the token
     */
    public ConsentMismatchException(OrganisationNumber given, OrganisationNumber consumer) {
        super(Problem.of(
                ProblemCode.CONSENT_OTHER_ORGANISATION,
                "consent-other-organisation.token-mismatch",
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
