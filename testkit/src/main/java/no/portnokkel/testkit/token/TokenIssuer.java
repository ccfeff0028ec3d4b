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
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.grant.Verdict;
import no.portnokkel.testkit.registry.Registry;

/** Issues access tokens for accepted grants, and verifies its own tokens. Safe for any number of threads. */
public final class TokenIssuer {

    private final URI issuer;
    private final Clock clock;
    private final TokenClaims claims;
    private final IssuerKey key;

    private TokenIssuer(URI issuer, Clock clock, TokenClaims claims, IssuerKey key) {
        this.issuer = issuer;
        this.clock = clock;
        this.claims = claims;
        this.key = key;
    }

    /**
     * Creates an issuer with a new key, which takes some tenths of a second.
     *
     * @param issuer {@code iss} of the tokens
     * @param clock of the twin, which may be wrong
     * @param authority certifies the key; its class decides which Altinn is the source of delegations
     * @param lifetime of tokens, unless client or scope have their own; at least one second
     */
    public static TokenIssuer create(
            URI issuer,
            Clock clock,
            TestAuthority authority,
            Registry registry,
            Duration lifetime,
            TokenStyle style,
            SecureRandom random) {
        TokenClaims claims = new TokenClaims(lifetime, style, authority.certificateClass(), registry, random);
        return new TokenIssuer(issuer, clock, claims, IssuerKey.create(authority, clock, random));
    }

    /**
     * Issues a new access token.
     *
     * @param lifetimeOverride replaces the lifetime of client and scopes
     */
    public IssuedToken issue(Verdict.Accepted accepted, Optional<Duration> lifetimeOverride) {
        Duration lifetime = lifetimeOverride.orElseGet(
                () -> claims.lifetimeFor(accepted.client(), accepted.grant().scopes()));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.jwk().getKeyID())
                .build();
        JWSObject token = new JWSObject(header, new Payload(claims.of(issuer, accepted, lifetime, clock.instant())));
        try {
            token.sign(new RSASSASigner(key.jwk()));
        } catch (JOSEException invalidKey) {
            throw new IllegalStateException("The twin's own key cannot sign.", invalidKey);
        }
        return new IssuedToken(token.serialize(), lifetime);
    }

    /**
     * Issues a token without a grant.
     *
     * @param changes claims that replace the usual ones
     */
    public String issue(String consumer, String scope, String audience, Map<String, ?> changes) {
        Map<String, Object> changed = claims.of(issuer, consumer, scope, audience, clock.instant());
        changed.putAll(changes);
        return new WrongTokens(key.jwk()).signed(changed);
    }

    /** Returns a token that an API must refuse. */
    public String wrong(WrongToken kind, String consumer, String scope, String audience) {
        return new WrongTokens(key.jwk()).wrong(kind, claims.of(issuer, consumer, scope, audience, clock.instant()));
    }

    /** Returns the public keys as a JWK set, each with its certificate. */
    public Map<String, Object> publicKeys() {
        return new JWKSet(key.jwk()).toJSONObject();
    }

    /** Returns the claims of a token; empty unless this issuer has signed it and it has not expired. */
    public Optional<Map<String, Object>> verified(String token) {
        try {
            JWSObject parsed = JWSObject.parse(token);
            Map<String, Object> payload = parsed.getPayload().toJSONObject();
            boolean valid = parsed.verify(new RSASSAVerifier(key.jwk().toRSAPublicKey()))
                    && payload != null
                    && issuer.toString().equals(payload.get("iss"))
                    && payload.get("exp") instanceof Number expiry
                    && expiry.longValue() > clock.instant().getEpochSecond();
            return valid ? Optional.of(payload) : Optional.empty();
        } catch (ParseException | JOSEException foreign) {
            return Optional.empty();
        }
    }

    /**
     * A new access token.
     *
     * @param value compact form; not part of {@code toString}
     * @param lifetime from the time of issue
     */
    public record IssuedToken(String value, Duration lifetime) {

        @Override
        public String toString() {
            return "IssuedToken, lifetime " + lifetime;
        }
    }
}
