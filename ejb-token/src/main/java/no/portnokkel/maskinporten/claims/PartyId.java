package no.portnokkel.maskinporten.claims;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * Who a token names as consumer, supplier or receiver of a consent (ISO 6523). Authorities and forms may grow, so it is
 * kept as it was written.
 *
 * @param authority usually {@code iso6523-actorid-upis}
 * @param id two to four parts between colons, such as {@code 0192:991825827}; other authorities have other forms
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_token">Digdir: token</a>
 */
public record PartyId(String authority, String id) {
    private static final Pattern NORWEGIAN = Pattern.compile("0192:([0-9]{9})");

    static Optional<PartyId> read(@Nullable Object member) {
        return member instanceof Map<?, ?> object
                ? JsonObjects.text(object, "ID")
                        .map(id -> new PartyId(
                                JsonObjects.text(object, "authority").orElse(""), id))
                : Optional.empty();
    }

    /** The number in Enhetsregisteret; empty for sub-entities and foreign organisations. */
    public Optional<OrganisationNumber> norwegianNumber() {
        Matcher matcher = NORWEGIAN.matcher(id);
        try {
            return matcher.matches() ? Optional.of(new OrganisationNumber(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException wrongCheckDigit) {
            return Optional.empty();
        }
    }
}
