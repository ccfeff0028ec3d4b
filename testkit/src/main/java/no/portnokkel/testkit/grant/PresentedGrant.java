package no.portnokkel.testkit.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A grant as received, before any check. Header and claims are raw JSON: a JWT library would read {@code "aud":["x"]} as
 * {@code "aud":"x"}, and thus be more lenient than Maskinporten.
 *
 * @param header values are null where the JSON has null
 * @param claims values are null where the JSON has null
 */
public record PresentedGrant(
        Map<String, Object> header, Map<String, Object> claims, String signingInput, Base64URL signature) {

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** @throws ParseException the assertion does not have three parts, or one of the first two is not JSON */
    static PresentedGrant parse(String assertion) throws ParseException {
        if (!COMPACT.matcher(assertion).matches()) { // Nimbus would ignore a line break
            throw new ParseException("A signed JWT has three parts in base64url.", 0);
        }
        Base64URL[] parts = JOSEObject.split(assertion);
        return new PresentedGrant(
                object(parts[0].decodeToString()),
                object(parts[1].decodeToString()),
                parts[0] + "." + parts[1],
                parts[2]);
    }

    private static Map<String, Object> object(String json) throws ParseException {
        if (!json.startsWith("{")) { // the parser accepts an empty array as an empty object
            throw new ParseException("Not a JSON object.", 0);
        }
        return JSONObjectUtils.parse(json);
    }

    /** Returns a string claim; empty when it is absent or has another type. */
    public Optional<String> text(String claim) {
        return claims.get(claim) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns a claim in whole seconds; empty when it is absent or has another type. */
    public Optional<Long> seconds(String claim) {
        return claims.get(claim) instanceof Number number && number.doubleValue() == number.longValue()
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    /** Returns the scopes in the order of the grant; empty when the claim is absent. */
    public List<String> scopes() {
        return text("scope").map(scopes -> List.of(scopes.split(" ", -1))).orElse(List.of());
    }

    boolean isSignedBy(RSAPublicKey key) {
        try {
            JWSHeader parsed = JWSHeader.parse(header);
            return new RSASSAVerifier(key).verify(parsed, signingInput.getBytes(UTF_8), signature);
        } catch (ParseException | JOSEException invalid) {
            return false;
        }
    }
}
