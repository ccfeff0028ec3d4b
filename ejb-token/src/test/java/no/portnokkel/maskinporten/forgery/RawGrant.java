package no.portnokkel.maskinporten.forgery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * An unsigned grant as raw JSON, which allows changes that a library would prevent.
 *
 * @param key signs it
 */
public record RawGrant(Map<String, Object> header, Map<String, Object> claims, SoftwareKey key) {

    /** Parses a grant. */
    public static RawGrant of(String grant, SoftwareKey key) {
        String[] parts = grant.split("\\.", -1);
        try {
            return new RawGrant(
                    JSONObjectUtils.parse(new Base64URL(parts[0]).decodeToString()),
                    JSONObjectUtils.parse(new Base64URL(parts[1]).decodeToString()),
                    key);
        } catch (ParseException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    RawGrant claim(String name, @Nullable Object value) {
        return new RawGrant(header, with(claims, name, value), key);
    }

    RawGrant withoutClaim(String name) {
        return new RawGrant(header, without(claims, name), key);
    }

    RawGrant header(String name, @Nullable Object value) {
        return new RawGrant(with(header, name, value), claims, key);
    }

    RawGrant withoutHeader(String name) {
        return new RawGrant(without(header, name), claims, key);
    }

    RawGrant signedBy(SoftwareKey other) {
        return new RawGrant(header, claims, other);
    }

    /** Returns the grant with the certificates of a key, signed by that key. */
    RawGrant certifiedBy(SoftwareKey other) {
        return signedBy(other).header("x5c", other.encodedChain());
    }

    boolean hasChain() {
        return header.get("x5c") instanceof List<?> chain && chain.size() > 1;
    }

    boolean hasX5c() {
        return header.containsKey("x5c");
    }

    boolean hasConsumer() {
        return claims.containsKey("consumer_org");
    }

    String text(String claim) {
        return String.valueOf(claims.get(claim));
    }

    /** Returns the consent or system user; empty if there is none. */
    Map<String, Object> detail() {
        Map<String, Object> detail = new LinkedHashMap<>();
        if (claims.get("authorization_details") instanceof List<?> list && list.get(0) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> detail.put(String.valueOf(name), value));
        }
        return detail;
    }

    RawGrant detail(Map<String, Object> members) {
        return claim("authorization_details", new ArrayList<>(List.of(members)));
    }

    /** Returns the compact form, signed with the algorithm of the header, or RS256 if that is not supported. */
    public String sign() {
        String input = part(header) + "." + part(claims);
        String requested = String.valueOf(header.get("alg"));
        SignatureAlgorithm algorithm =
                requested.matches("RS(256|384|512)") ? SignatureAlgorithm.valueOf(requested) : SignatureAlgorithm.RS256;
        return input + "." + Base64URL.encode(key.sign(input.getBytes(US_ASCII), algorithm));
    }

    static Map<String, Object> with(Map<String, Object> object, String member, @Nullable Object value) {
        Map<String, Object> other = new LinkedHashMap<>(object);
        other.put(member, value);
        return other;
    }

    static Map<String, Object> without(Map<String, Object> object, String member) {
        Map<String, Object> other = new LinkedHashMap<>(object);
        other.remove(member);
        return other;
    }

    private static Base64URL part(Map<String, Object> json) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(json));
    }
}
