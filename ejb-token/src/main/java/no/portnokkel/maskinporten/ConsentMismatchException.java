package no.portnokkel.maskinporten;

import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** The consent was given to another organisation than the one the token is for. The API has not been called. */
public final class ConsentMismatchException extends TokenRefusedException {
    private static final long serialVersionUID = 1L;

    /**
     * @param given to whom the consent was given
     * @param consumer of the token
     */
    public ConsentMismatchException(OrganisationNumber given, OrganisationNumber consumer) {
        super(
                Problem.of(
                        ProblemCode.CONSENT_OTHER_ORGANISATION,
                        new Text(
                                "Samtykket er gitt til virksomhet " + given.digits()
                                        + ", men tokenet gjelder virksomhet " + consumer.digits() + ".",
                                "The consent was given to organisation " + given.digits()
                                        + ", but the token is for organisation " + consumer.digits() + "."),
                        new Text(
                                "Bruk samtykket til virksomheten det spørres for: sett consumerOrg, eller be om samtykke til riktig virksomhet.",
                                "Use the consent of the organisation that is asked for: set consumerOrg, or ask for a consent to the right one.")));
    }

    private ConsentMismatchException(ConsentMismatchException original) {
        super(original);
    }

    @Override
    public ConsentMismatchException forAnotherCaller() {
        return new ConsentMismatchException(this);
    }
}
