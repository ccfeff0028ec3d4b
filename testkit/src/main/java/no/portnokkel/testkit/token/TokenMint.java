package no.portnokkel.testkit.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.grant.Judgement;

/** Signs access tokens for accepted grants and knows its own again. Safe for any number of threads. */
public final class TokenMint {

    private static final int KEY_BITS = 2048; // Maskinporten has 4096; a test need not wait for that

    private final URI issuer;
    private final Clock clock;
    private final TokenClaims claims;
    private final RSAKey key;

    /** Makes a new key, which takes some tenths of a second. */
    public TokenMint(URI issuer, Clock clock, TokenClaims claims) {
        this.issuer = issuer;
        this.clock = clock;
        this.claims = claims;
        try {
            this.key = new RSAKeyGenerator(KEY_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK has RSA.", missing);
        }
    }

    /** Returns a signed access token, in compact form. */
    public String mint(Judgement.Accepted accepted) {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        JWSObject token = new JWSObject(header, new Payload(claims.of(issuer, accepted, clock.instant())));
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException unfit) {
            throw new IllegalStateException("The twin's own key does not sign.", unfit);
        }
        return token.serialize();
    }

    /** How long a new token lives. */
    public Duration lifetime() {
        return claims.lifetime();
    }

    /** Returns the public keys as a JWK set. */
    public Map<String, Object> publicKeys() {
        return new JWKSet(key).toJSONObject();
    }

    /** Returns the token's claims; empty unless this twin has signed it, as this issuer, and it is still good. */
    public Optional<Map<String, Object>> verified(String token) {
        try {
            JWSObject parsed = JWSObject.parse(token);
            Map<String, Object> content = parsed.getPayload().toJSONObject();
            boolean good = parsed.verify(new RSASSAVerifier(key.toRSAPublicKey()))
                    && content != null
                    && issuer.toString().equals(content.get("iss"))
                    && content.get("exp") instanceof Number expiry
                    && expiry.longValue() > clock.instant().getEpochSecond();
            return good ? Optional.of(content) : Optional.empty();
        } catch (ParseException | JOSEException foreign) {
            return Optional.empty();
        }
    }
}
