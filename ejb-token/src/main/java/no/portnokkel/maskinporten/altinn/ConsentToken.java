package no.portnokkel.maskinporten.altinn;

import java.util.Optional;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.json.JsonObjects;

/**
 * A consent token of Altinn 2, which a request carries in the header {@code AltinnSamtykke} besides the access token. It is
 * personal data; only the recipient of the consent is read from it.
 *
 * <pre>{@code
 * ConsentToken.read(jwt).requireFor(tokens.get(request)); // throws ConsentMismatchException
 * }</pre>
 *
 * @see <a href="https://skatteetaten.github.io/api-dokumentasjon/om/samtykke">Skatteetaten: samtykke</a>
 */
public final class ConsentToken {
    /** The request header in which Skatteetaten expects the consent token. */
    public static final String HEADER = "AltinnSamtykke";

    private final Optional<OrganisationNumber> coveredBy;

    private ConsentToken(Optional<OrganisationNumber> coveredBy) {
        this.coveredBy = coveredBy;
    }

    /** Reads a consent token. Does not verify it, because the API does. A text that is no JWT has no recipient. */
    public static ConsentToken read(String jwt) {
        return new ConsentToken(JsonObjects.claims(jwt)
                .flatMap(claims -> JsonObjects.text(claims, "CoveredBy"))
                .flatMap(ConsentToken::number));
    }

    private static Optional<OrganisationNumber> number(String digits) {
        try {
            return Optional.of(new OrganisationNumber(digits));
        } catch (IllegalArgumentException notANumber) {
            return Optional.empty();
        }
    }

    /** Returns the organisation that the consent was given to; empty if the token does not name one. */
    public Optional<OrganisationNumber> coveredBy() {
        return coveredBy;
    }

    /**
     * Compares the recipient of the consent with the consumer of an access token. If either is unknown, the decision is left to
     * the API.
     *
     * @throws ConsentMismatchException if they differ
     */
    public void requireFor(AccessToken token) {
        ConsentRule.require(coveredBy, UnverifiedClaims.of(token));
    }

    /** Returns no content, because it is personal data. */
    @Override
    public String toString() {
        return "ConsentToken";
    }
}
