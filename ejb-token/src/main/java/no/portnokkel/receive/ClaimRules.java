package no.portnokkel.receive;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.config.ReceiveSettings;
import no.portnokkel.maskinporten.json.JsonObjects;
import no.portnokkel.receive.ReceivedTokenException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the claims of an access token that the environment signed. The client id decides nothing, and {@code jti} is no replay
 * check: a token is meant to be used until it expires. Immutable.
 *
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_token">Digdir: the access token</a>
 */
final class ClaimRules {
    private static final String ISO_6523_PREFIX = "0192:"; // the code of Enhetsregisteret

    /** Without characters that a log or a comparison could hide. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,100}");

    /** What an ID of another authority must not look like: it would pass for an organisation number. */
    private static final Pattern NINE_DIGITS = Pattern.compile("[0-9]{9}");

    private final ReceiveSettings settings;
    private final Clock clock;

    ClaimRules(ReceiveSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @param required scopes that the token must have, all of them */
    MaskinportenCaller caller(Map<String, Object> claims, List<String> required) throws ReceivedTokenException {
        String tokenId = visible(claims.get("jti")).orElse("");
        Optional<String> consumer = organisation(claims.get("consumer"));
        try {
            require(settings.environment().issuer().equals(claims.get("iss")), Reason.ISSUER);
            requireTimes(claims);
            require(isForUs(claims.get("aud")), Reason.AUDIENCE);
            require(consumer.isPresent(), Reason.CONSUMER);
            Optional<String> supplier = supplier(claims);
            Set<String> scopes = scopes(claims.get("scope"));
            require(scopes.containsAll(required), Reason.SCOPE);
            return new VerifiedCaller(consumer.get(), supplier, scopes, tokenId);
        } catch (ReceivedTokenException refused) {
            throw refused.about(consumer.orElse(""), tokenId);
        }
    }

    private void requireTimes(Map<String, Object> claims) throws ReceivedTokenException {
        double expires = seconds(claims, "exp");
        double issued = seconds(claims, "iat");
        double validFrom = claims.containsKey("nbf") ? seconds(claims, "nbf") : issued;
        double now = clock.millis() / 1000.0;
        double skew = settings.skew().toMillis() / 1000.0;
        require(now < expires + skew, Reason.EXPIRED);
        require(now >= Math.max(issued, validFrom) - skew, Reason.NOT_YET_VALID);
    }

    /** RFC 7519, section 2: a number, perhaps with a fraction. */
    private static double seconds(Map<String, Object> claims, String name) throws ReceivedTokenException {
        if (claims.get(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new ReceivedTokenException(Reason.TOKEN_MALFORMED);
    }

    private boolean isForUs(@Nullable Object audience) {
        return audience instanceof List<?> several ? several.stream().anyMatch(this::isOurs) : isOurs(audience);
    }

    private boolean isOurs(@Nullable Object audience) {
        return audience instanceof String address && settings.audiences().contains(address);
    }

    private Optional<String> supplier(Map<String, Object> claims) throws ReceivedTokenException {
        if (!claims.containsKey("supplier")) {
            return Optional.empty();
        }
        Optional<String> supplier = organisation(claims.get("supplier"));
        require(supplier.isPresent(), Reason.SUPPLIER);
        boolean isAllowed = settings.suppliers().isEmpty()
                || settings.suppliers().get().stream()
                        .anyMatch(allowed -> supplier.get().equals(allowed.digits()));
        require(isAllowed, Reason.SUPPLIER);
        return supplier;
    }

    private static Set<String> scopes(@Nullable Object claim) throws ReceivedTokenException {
        require(claim instanceof String, Reason.SCOPE);
        return Arrays.stream(String.valueOf(claim).split(" ", -1))
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the number of an organisation, or the ID of another authority that is accepted; empty for anything else. */
    private Optional<String> organisation(@Nullable Object claim) {
        if (!(claim instanceof Map<?, ?> organisation)) {
            return Optional.empty();
        }
        String authority = JsonObjects.text(organisation, "authority").orElse("");
        Optional<String> id = visible(organisation.get("ID"));
        if (authority.equals(ReceiveSettings.ORGANISATION_NUMBERS)) {
            return id.filter(text -> text.startsWith(ISO_6523_PREFIX))
                    .map(text -> text.substring(ISO_6523_PREFIX.length()))
                    .filter(ClaimRules::isOrganisationNumber);
        }
        return settings.authorities().contains(authority)
                ? id.filter(text -> !NINE_DIGITS.matcher(text).matches())
                : Optional.empty();
    }

    private static boolean isOrganisationNumber(String digits) {
        try {
            return new OrganisationNumber(digits).digits().equals(digits);
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    private static Optional<String> visible(@Nullable Object claim) {
        return claim instanceof String text && VISIBLE.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static void require(boolean valid, Reason otherwise) throws ReceivedTokenException {
        if (!valid) {
            throw new ReceivedTokenException(otherwise);
        }
    }
}
