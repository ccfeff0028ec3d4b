package no.portnokkel.testkit.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.grant.Verdict;

/** Signs access tokens for accepted grants and knows its own again. Safe for any number of threads. */
public final class TokenIssuer {

    private final URI issuer;
    private final Clock clock;
    private final TokenClaims claims;
    private final IssuerKey key;

    /** @param issuer stands in the tokens */
    public TokenIssuer(URI issuer, Clock clock, TokenClaims claims, IssuerKey key) {
        this.issuer = issuer;
        this.clock = clock;
        this.claims = claims;
        this.key = key;
    }

    /**
     * Returns a new access token.
     *
     * @param shortLife instead of the lifetime that client and scopes have; empty for the truth
     */
    public IssuedToken mint(Verdict.Accepted accepted, Optional<Duration> shortLife) {
        Duration life = shortLife.orElseGet(
                () -> claims.lifetimeFor(accepted.client(), accepted.grant().scopes()));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.jwk().getKeyID())
                .build();
        JWSObject token = new JWSObject(header, new Payload(claims.of(issuer, accepted, life, clock.instant())));
        try {
            token.sign(new RSASSASigner(key.jwk()));
        } catch (JOSEException unfit) {
            throw new IllegalStateException("The twin's own key does not sign.", unfit);
        }
        return new IssuedToken(token.serialize(), life);
    }

    /** Returns the public keys as a JWK set, each with its certificate. */
    public Map<String, Object> publicKeys() {
        return new JWKSet(key.jwk()).toJSONObject();
    }

    /** Returns the token's claims; empty unless this twin has signed it, as this issuer, and it is still good. */
    public Optional<Map<String, Object>> verified(String token) {
        try {
            JWSObject parsed = JWSObject.parse(token);
            Map<String, Object> content = parsed.getPayload().toJSONObject();
            boolean good = parsed.verify(new RSASSAVerifier(key.jwk().toRSAPublicKey()))
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
