package no.portnokkel.maskinporten.altinn;

import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.altinn.UnverifiedClaims.ConsentClaim;
import no.portnokkel.maskinporten.altinn.UnverifiedClaims.PartyId;

/**
 * Checks that a consent is used by the organisation it was given to. The consent's recipient must equal the token's consumer,
 * which is the bank and not a supplier that acts for it. If either is unknown, the decision is left to the API.
 */
public final class ConsentRule {
    private ConsentRule() {}

    /**
     * Compares the consent inside a token (Altinn 3) with the token's consumer. Maskinporten checks this too; the check here
     * does not depend on it.
     *
     * @throws ConsentMismatchException if they differ
     */
    public static void require(AccessToken token) {
        UnverifiedClaims claims = UnverifiedClaims.of(token);
        require(claims.consent().flatMap(ConsentClaim::to).flatMap(PartyId::norwegianNumber), claims);
    }

    static void require(Optional<OrganisationNumber> given, UnverifiedClaims token) {
        Optional<OrganisationNumber> consumer = token.consumer().flatMap(PartyId::norwegianNumber);
        if (given.isPresent() && consumer.isPresent() && !given.equals(consumer)) {
            throw new ConsentMismatchException(given.get(), consumer.get());
        }
    }
}
