package no.portnokkel.testkit.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Signs tokens, truthfully or with one lie. Thread-safe. */
final class LyingTokens {
    private static final int KEY_BITS = 2048;
    private static final long TEN_MINUTES = 600; // seconds

    /** The same for all providers of a JVM: generating keys takes longer than most tests. */
    private static final RSAKey KEY = newKey();

    private static final RSAKey FOREIGN_KEY = newKey();

    private final RSAKey key = KEY;
    private final RSAKey foreignKey = FOREIGN_KEY;
    private final String clientSecret;

    LyingTokens(String clientSecret) {
        this.clientSecret = clientSecret;
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA.", missing);
        }
    }

    /** Returns the published keys. */
    Map<String, Object> publicKeys() {
        return Map.of("keys", List.of(key.toPublicJWK().toJSONObject()));
    }

    /** @param type header {@code typ} */
    String sign(Map<String, ?> truth, String type, @Nullable Lie lie) {
        Map<String, Object> claims = new TreeMap<>(truth);
        if (lie == null) {
            return signed(claims, type, key, key.getKeyID());
        }
        return switch (lie) {
            case OTHER_AUDIENCE -> signed(with(claims, "aud", "another-client"), type, key, key.getKeyID());
            case OTHER_AUTHORIZED_PARTY ->
                signed(
                        with(with(claims, "aud", List.of(claims.get("aud"), "other")), "azp", "other"),
                        type,
                        key,
                        key.getKeyID());
            case OTHER_ISSUER -> signed(with(claims, "iss", "https://evil.example"), type, key, key.getKeyID());
            case EXPIRED -> signed(with(claims, "exp", expired(claims)), type, key, key.getKeyID());
            case NO_EXPIRY -> signed(without(claims, "exp"), type, key, key.getKeyID());
            case NO_SUBJECT -> signed(without(claims, "sub"), type, key, key.getKeyID());
            case NO_NONCE -> signed(without(claims, "nonce"), type, key, key.getKeyID());
            case OTHER_NONCE -> signed(with(claims, "nonce", "another-sign-in"), type, key, key.getKeyID());
            case OTHER_ACR -> signed(with(claims, "acr", "password"), type, key, key.getKeyID());
            case BOUND_ACCESS_TOKEN ->
                signed(with(claims, "cnf", Map.of("jkt", "somebody's key")), type, key, key.getKeyID());
            case UNSIGNED -> unsigned(claims, type, "");
            case ALGORITHM_NONE -> unsigned(claims, type, "AAAA");
            case HMAC_WITH_PUBLIC_KEY -> hmac(claims, type, publicKey());
            case HMAC_WITH_CLIENT_SECRET -> hmac(claims, type, clientSecret.getBytes(UTF_8));
            case UNPUBLISHED_KEY -> signed(claims, type, foreignKey, foreignKey.getKeyID());
            case FOREIGN_SIGNATURE -> signed(claims, type, foreignKey, key.getKeyID());
            case KEY_IN_HEADER -> withKeyInHeader(claims, type);
            case CHANGED_CLAIMS -> changed(signed(claims, type, key, key.getKeyID()), claims);
            default -> signed(claims, type, key, key.getKeyID());
        };
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        claims.put(name, value);
        return claims;
    }

    private static Map<String, Object> without(Map<String, Object> claims, String name) {
        claims.remove(name);
        return claims;
    }

    private static long expired(Map<String, Object> claims) {
        return claims.get("iat") instanceof Number issued ? issued.longValue() - TEN_MINUTES : 0;
    }

    private static String signed(Map<String, Object> claims, String type, RSAKey with, String keyId) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .keyID(keyId)
                .build();
        return serialized(header, claims, signer(with));
    }

    private String withKeyInHeader(Map<String, Object> claims, String type) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .jwk(foreignKey.toPublicJWK())
                .build();
        return serialized(header, claims, signer(foreignKey));
    }

    private String hmac(Map<String, Object> claims, String type, byte[] secret) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(new JOSEObjectType(type))
                    .keyID(key.getKeyID())
                    .build();
            return serialized(header, claims, new MACSigner(secret));
        } catch (JOSEException tooShort) {
            throw new IllegalStateException("A client secret has at least 32 characters.", tooShort);
        }
    }

    private byte[] publicKey() {
        try {
            return key.toRSAPublicKey().getEncoded();
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA.", missing);
        }
    }

    private static String unsigned(Map<String, Object> claims, String type, String signature) {
        return Base64URL.encode("{\"alg\":\"none\",\"typ\":\"" + type + "\"}") + "."
                + Base64URL.encode(JSONObjectUtils.toJSONString(claims)) + "." + signature;
    }

    private static String changed(String token, Map<String, Object> claims) {
        String[] parts = token.split("\\.", -1);
        claims.put("groups", List.of("everything"));
        return parts[0] + "." + Base64URL.encode(JSONObjectUtils.toJSONString(claims)) + "." + parts[2];
    }

    private static JWSSigner signer(RSAKey with) {
        try {
            return new RSASSASigner(with);
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA.", missing);
        }
    }

    private static String serialized(JWSHeader header, Map<String, Object> claims, JWSSigner signer) {
        try {
            JWSObject token = new JWSObject(header, new Payload(claims));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA and SHA-256.", missing);
        }
    }
}
