package no.portnokkel.maskinporten.altinn;

import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.claims.UnverifiedClaims;
import no.portnokkel.maskinporten.json.JsonObjects;

/**
 * A consent token of Altinn 2, sent beside the access token in the header {@code AltinnSamtykke}. It is personal data and
 * is read for one thing only: to whom the consent was given.
 *
 * @see <a href="https://skatteetaten.github.io/api-dokumentasjon/om/samtykke">Skatteetaten: samtykke</a>
 */
public final class ConsentToken {
    /** The header in which Skatteetaten expects it. */
    public static final String HEADER = "AltinnSamtykke";

    private final Optional<OrganisationNumber> coveredBy;

    private ConsentToken(Optional<OrganisationNumber> coveredBy) {
        this.coveredBy = coveredBy;
    }

    /** Reads a consent token without verifying it: that is the API's to do. What is no JWT says nothing. */
    public static ConsentToken read(String jwt) {
        return new ConsentToken(JsonObjects.claims(jwt)
                .flatMap(claims -> JsonObjects.text(claims, "CoveredBy"))
                .flatMap(ConsentToken::number));
    }

    private static Optional<OrganisationNumber> number(String digits) {
        try {
            return Optional.of(new OrganisationNumber(digits));
        } catch (IllegalArgumentException anotherForm) {
            return Optional.empty();
        }
    }

    /** To whom the consent was given; empty when the token does not say. */
    public Optional<OrganisationNumber> coveredBy() {
        return coveredBy;
    }

    /**
     * Compares the organisation that the consent was given to with the consumer of an access token. Where one of the two
     * does not say, the API decides.
     *
     * @throws ConsentMismatchException when they differ
     */
    public void requireFor(AccessToken token) {
        ConsentRule.require(coveredBy, UnverifiedClaims.of(token));
    }

    /** Shows nothing: it is about a person. */
    @Override
    public String toString() {
        return "ConsentToken";
    }
}
