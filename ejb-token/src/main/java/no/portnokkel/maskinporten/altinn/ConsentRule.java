package no.portnokkel.maskinporten.altinn;

import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.claims.ConsentClaim;
import no.portnokkel.maskinporten.claims.PartyId;
import no.portnokkel.maskinporten.claims.UnverifiedClaims;

/**
 * A consent is used by the organisation it was given to: compared with the token's consumer, which is the bank that is
 * asked for and not a supplier who asks. Where one of the two does not say, the API decides.
 */
public final class ConsentRule {
    private ConsentRule() {}

    /**
     * Compares the consent that a token itself carries (Altinn 3) with its consumer. Maskinporten sees to it too; whoever
     * stands in its place, no bank uses another's consent.
     *
     * @throws ConsentMismatchException when they differ
     */
    public static void require(AccessToken token) {
        UnverifiedClaims contents = UnverifiedClaims.of(token);
        require(contents.consent().flatMap(ConsentClaim::to).flatMap(PartyId::norwegianNumber), contents);
    }

    static void require(Optional<OrganisationNumber> given, UnverifiedClaims token) {
        Optional<OrganisationNumber> consumer = token.consumer().flatMap(PartyId::norwegianNumber);
        if (given.isPresent() && consumer.isPresent() && !given.equals(consumer)) {
            throw new ConsentMismatchException(given.get(), consumer.get());
        }
    }
}
