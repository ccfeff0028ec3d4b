package no.portnokkel.hsm.register;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A key of a JWK set (RFC 7517, 5), with the {@code exp} (RFC 7519, 4.1.4) that Digdir keeps for each key.
 *
 * @param end when the registration ends; empty if the set does not say
 * @param modulus empty if it is no RSA key, or the set was abridged
 */
public record Registration(String kid, Optional<Instant> end, Optional<BigInteger> modulus) {
    /**
     * Reads a set.
     *
     * @throws JsonException if it is none
     * @throws ClassCastException if a member has another type than in the RFC
     */
    public static List<Registration> readAll(JsonObject jwks) {
        return Optional.ofNullable(jwks.getJsonArray("keys"))
                .orElseThrow(() -> new JsonException("keys"))
                .getValuesAs(JsonValue::asJsonObject)
                .stream()
                .map(Registration::read)
                .toList();
    }

    private static Registration read(JsonObject key) {
        try {
            return new Registration(
                    key.getString("kid", ""),
                    Optional.ofNullable(key.get("exp"))
                            .filter(JsonNumber.class::isInstance)
                            .map(end -> Instant.ofEpochSecond(((JsonNumber) end).longValue())),
                    Optional.ofNullable(key.getString("n", null))
                            .map(text ->
                                    new BigInteger(1, Base64.getUrlDecoder().decode(text))));
        } catch (IllegalArgumentException notBase64) {
            throw new JsonException("n", notBase64);
        }
    }

    /** Returns whether this key is registered. */
    public boolean isOf(PublicKey key) {
        return key instanceof RSAPublicKey rsa && modulus.equals(Optional.of(rsa.getModulus()));
    }

    /** Returns the use with the end of this registration, if it has this {@code kid}. */
    public KeyUse addedTo(KeyUse use) {
        return use.kid().equals(Optional.of(kid)) && end.isPresent() ? use.withRegisteredUntil(end.get()) : use;
    }
}
