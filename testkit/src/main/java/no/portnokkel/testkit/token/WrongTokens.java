package no.portnokkel.testkit.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import no.portnokkel.testkit.grant.DetailClaims;

/** Signs tokens: good ones, and each wrong one. Immutable. */
final class WrongTokens {
    private static final int KEY_BITS = 2048;
    private static final long MORE_THAN_SKEW = 11; // seconds
    private static final String EUROPEAN_AUTHORITY = "etsi-en-319-412";

    private final RSAKey key;

    WrongTokens(RSAKey key) {
        this.key = key;
    }

    private JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).keyID(key.getKeyID());
    }

    /** Returns a good token. */
    String signed(Map<String, ?> claims) {
        return signed(header(JWSAlgorithm.RS256), claims, signer(key));
    }

    /** @param claims of a good token; changed here */
    String wrong(WrongToken kind, Map<String, Object> claims) {
        return switch (kind) {
            case UNSIGNED -> unsigned(claims, "");
            case ALGORITHM_NONE -> unsigned(claims, "AAAA");
            case HMAC_WITH_PUBLIC_KEY -> hmac(claims);
            case OTHER_ALGORITHM -> signed(header(JWSAlgorithm.RS384), claims, signer(key));
            case PSS -> signed(header(JWSAlgorithm.PS256), claims, signer(key));
            case KEY_IN_HEADER ->
                signed(header(JWSAlgorithm.RS256).jwk(foreign().toPublicJWK()), claims, signer(foreign()));
            case KEY_ADDRESS_IN_HEADER ->
                signed(
                        header(JWSAlgorithm.RS256).jwkURL(URI.create("https://keys.example/jwk")),
                        claims,
                        signer(foreign()));
            case CERTIFICATE_IN_HEADER ->
                signed(header(JWSAlgorithm.RS256).x509CertChain(key.getX509CertChain()), claims, signer(foreign()));
            case UNKNOWN_KEY ->
                signed(header(JWSAlgorithm.RS256).keyID(foreign().getKeyID()), claims, signer(foreign()));
            case NO_KEY_ID -> signed(new JWSHeader.Builder(JWSAlgorithm.RS256), claims, signer(key));
            case FOREIGN_SIGNATURE -> signed(header(JWSAlgorithm.RS256), claims, signer(foreign()));
            case CHANGED_CLAIMS -> changed(signed(claims), claims);
            case NO_SIGNATURE -> signed(claims).replaceFirst("\\.[^.]*$", "");
            case CRITICAL_HEADER ->
                signed(
                        header(JWSAlgorithm.RS256)
                                .criticalParams(Set.of("bank"))
                                .customParam("bank", true),
                        claims,
                        signer(key));
            case TOO_LONG -> signed(with(claims, "padding", "[".repeat(16 * 1024)));
            default -> signed(wrongClaims(kind, claims));
        };
    }

    private static Map<String, Object> wrongClaims(WrongToken kind, Map<String, Object> claims) {
        return switch (kind) {
            case OTHER_AUDIENCE -> with(claims, "aud", "https://api.other-bank.example");
            case LONGER_AUDIENCE -> with(claims, "aud", claims.get("aud") + ".evil.example");
            case NO_AUDIENCE -> without(claims, "aud");
            case UNSPECIFIED_AUDIENCE -> with(claims, "aud", "unspecified");
            case NULL_AUDIENCE -> with(claims, "aud", Collections.singletonList(null));
            case OTHER_ISSUER -> with(claims, "iss", "https://evil.example/");
            case ISSUER_WITHOUT_SLASH ->
                with(claims, "iss", String.valueOf(claims.get("iss")).replaceFirst("/$", ""));
            case NO_ISSUER -> without(claims, "iss");
            case EXPIRED -> with(claims, "exp", now(claims) - MORE_THAN_SKEW);
            case NO_EXPIRY -> without(claims, "exp");
            case EXPIRY_AS_TEXT -> with(claims, "exp", String.valueOf(claims.get("exp")));
            case ISSUED_IN_THE_FUTURE -> with(claims, "iat", now(claims) + MORE_THAN_SKEW);
            case NO_ISSUE_TIME -> without(claims, "iat");
            case NOT_YET_VALID -> with(claims, "nbf", now(claims) + MORE_THAN_SKEW);
            case OTHER_SCOPE -> with(claims, "scope", "bits:annet");
            case LONGER_SCOPE -> with(claims, "scope", claims.get("scope") + ".mer");
            case NO_SCOPE -> without(claims, "scope");
            case SCOPE_AS_LIST ->
                with(
                        claims,
                        "scope",
                        List.of(String.valueOf(claims.get("scope")).split(" ", -1)));
            default -> wrongOrganisation(kind, claims);
        };
    }

    private static Map<String, Object> wrongOrganisation(WrongToken kind, Map<String, Object> claims) {
        Map<?, ?> consumer = (Map<?, ?>) Objects.requireNonNull(claims.get("consumer"));
        String authority = String.valueOf(consumer.get("authority"));
        String number = String.valueOf(consumer.get("ID"));
        Map<String, ?> subUnit = organisation(authority, number + ":ER//987464291:1");
        return switch (kind) {
            case NO_CONSUMER -> without(claims, "consumer");
            case CONSUMER_AS_TEXT -> with(claims, "consumer", number);
            case CONSUMER_IN_LOWER_CASE -> with(claims, "consumer", Map.of("authority", authority, "id", number));
            case NO_AUTHORITY -> with(claims, "consumer", Map.of("ID", number));
            case SUB_UNIT -> with(claims, "consumer", subUnit);
            case OTHER_REGISTER ->
                with(claims, "consumer", organisation(authority, number.replaceFirst("^0192:", "9908:")));
            case EUROPEAN_NUMBER -> with(claims, "consumer", organisation(authority, "NTRNO-974760673"));
            case EUROPEAN_AUTHORITY -> with(claims, "consumer", organisation(EUROPEAN_AUTHORITY, "NTRNO-974760673"));
            case WRONG_CHECK_DIGIT -> with(claims, "consumer", organisation(authority, otherCheckDigit(number)));
            case SUPPLIER_SUB_UNIT -> with(claims, "supplier", subUnit);
            case NULL_SUPPLIER -> withNull(claims, "supplier");
            default -> throw new IllegalArgumentException(kind + " has no claims of its own.");
        };
    }

    private static Map<String, ?> organisation(String authority, String id) {
        return Map.of("authority", authority, "ID", id);
    }

    private static String otherCheckDigit(String number) {
        int last = number.charAt(number.length() - 1) - '0';
        return number.substring(0, number.length() - 1) + (last + 1) % 10;
    }

    private static long now(Map<String, Object> claims) {
        return ((Number) Objects.requireNonNull(claims.get("iat"))).longValue();
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        claims.put(name, value);
        return claims;
    }

    @SuppressWarnings("NullAway") // JSON has null
    private static Map<String, Object> withNull(Map<String, Object> claims, String name) {
        claims.put(name, null);
        return claims;
    }

    private static Map<String, Object> without(Map<String, Object> claims, String name) {
        claims.remove(name);
        return claims;
    }

    private String hmac(Map<String, Object> claims) {
        try {
            return signed(
                    header(JWSAlgorithm.HS256),
                    claims,
                    new MACSigner(key.toRSAPublicKey().getEncoded()));
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA and HMAC.", missing);
        }
    }

    private String unsigned(Map<String, Object> claims, String signature) {
        return Base64URL.encode("{\"alg\":\"none\",\"kid\":\"" + key.getKeyID() + "\"}") + "."
                + Base64URL.encode(JSONObjectUtils.toJSONString(claims)) + "." + signature;
    }

    private static String changed(String token, Map<String, Object> claims) {
        String[] parts = token.split("\\.", -1);
        Map<String, Object> others = with(claims, "consumer", DetailClaims.organisation("974760673"));
        others.put("jti", "changed");
        return parts[0] + "." + Base64URL.encode(JSONObjectUtils.toJSONString(others)) + "." + parts[2];
    }

    private static RSAKey foreign() {
        return Foreign.KEY;
    }

    private static JWSSigner signer(RSAKey with) {
        try {
            return new RSASSASigner(with);
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA.", missing);
        }
    }

    private static String signed(JWSHeader.Builder header, Map<String, ?> claims, JWSSigner signer) {
        try {
            // as text: the library's own map of claims has no null
            JWSObject token = new JWSObject(header.build(), new Payload(JSONObjectUtils.toJSONString(claims)));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA and SHA-256.", missing);
        }
    }

    /** A key that no twin publishes; generated when it is first needed. */
    private static final class Foreign {
        private static final RSAKey KEY = generate();

        private static RSAKey generate() {
            try {
                return new RSAKeyGenerator(KEY_BITS).keyIDFromThumbprint(true).generate();
            } catch (JOSEException missing) {
                throw new IllegalStateException("Every JDK has RSA.", missing);
            }
        }
    }
}
