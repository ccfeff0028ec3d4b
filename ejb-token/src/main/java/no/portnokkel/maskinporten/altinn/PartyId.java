package no.portnokkel.maskinporten.altinn;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * The id of a consumer, a supplier or the recipient of a consent in a token (ISO 6523). New authorities and formats may appear,
 * so the id is stored as it was received.
 *
 * @param authority usually {@code iso6523-actorid-upis}
 * @param id two to four parts separated by colons, such as {@code 0192:991825827}; other authorities use other formats
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_token">Digdir: token</a>
 */
record PartyId(String authority, String id) {
    private static final Pattern NORWEGIAN = Pattern.compile("0192:([0-9]{9})");

    static Optional<PartyId> read(@Nullable Object member) {
        return member instanceof Map<?, ?> object
                ? JsonObjects.text(object, "ID")
                        .map(id -> new PartyId(
                                JsonObjects.text(object, "authority").orElse(""), id))
                : Optional.empty();
    }

    /** Returns the number in Enhetsregisteret; empty for sub-entities and foreign organisations. */
    Optional<OrganisationNumber> norwegianNumber() {
        Matcher matcher = NORWEGIAN.matcher(id);
        try {
            return matcher.matches() ? Optional.of(new OrganisationNumber(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException wrongCheckDigit) {
            return Optional.empty();
        }
    }
}
