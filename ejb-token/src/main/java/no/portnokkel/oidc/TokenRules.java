package no.portnokkel.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.text.ParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.oidc.OidcRejectedException.Reason;

/**
 * The rules for ID tokens (OpenID Connect Core 1.0, section 3.1.3.7) and for access tokens (RFC 9068, section 4). Only signatures
 * that nobody but the provider can make: a symmetric algorithm would accept our own secret, or the provider's public key, as a key.
 * Does no I/O. Immutable.
 */
final class TokenRules {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final int CLOCK_SKEW_SECONDS = 60;
    private static final int MAX_SUBJECT_LENGTH = 255; // OpenID Connect Core 1.0, section 2

    /** RFC 9068, section 2.1. */
    private static final Set<JOSEObjectType> ACCESS_TOKEN_TYPES =
            Set.of(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    private final RelyingPartySettings settings;

    TokenRules(RelyingPartySettings settings) {
        this.settings = settings;
    }

    /**
     * Parses a token whose algorithm is acceptable. Verifies nothing else.
     *
     * @throws OidcRejectedException also for {@code alg: none}
     */
    SignedJWT parse(String token) throws OidcRejectedException {
        try {
            if (!(JWTParser.parse(token) instanceof SignedJWT signed)
                    || !ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
                throw new OidcRejectedException(Reason.ALGORITHM);
            }
            return signed;
        } catch (ParseException malformed) {
            throw new OidcRejectedException(Reason.TOKEN_MALFORMED);
        }
    }

    /** Returns whether one of these keys may have signed the token. */
    static boolean hasKey(SignedJWT token, JWKSet keys) {
        return !new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader()))
                .select(keys)
                .isEmpty();
    }

    /** @param nonce of the sign-in that the token must belong to */
    OidcIdentity idToken(SignedJWT token, JWKSet keys, String nonce) throws OidcRejectedException {
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(settings.issuer()), new ClientID(settings.clientId()), selector(keys), null);
        validator.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        try {
            validator.validate(token, new Nonce(nonce));
            JWTClaimsSet claims = token.getJWTClaimsSet();
            requireAuthorizedParty(claims);
            requireAcr(claims);
            return identity(claims, Optional.of(token.serialize()));
        } catch (BadJOSEException | JOSEException | ParseException invalid) {
            throw new OidcRejectedException(Reason.TOKEN_INVALID);
        }
    }

    OidcIdentity accessToken(SignedJWT token, JWKSet keys) throws OidcRejectedException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(acceptedTypes(token)));
        processor.setJWSKeySelector(selector(keys));
        DefaultJWTClaimsVerifier<SecurityContext> claimRules = new DefaultJWTClaimsVerifier<>(
                settings.audience(),
                new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
                Set.of("sub", "exp", "iat"));
        claimRules.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claimRules);
        try {
            JWTClaimsSet claims = processor.process(token, null);
            if (claims.getClaim("cnf") != null) { // bound to a key that we do not ask the caller to prove (RFC 7800)
                throw new OidcRejectedException(Reason.TOKEN_TYPE);
            }
            requireAcr(claims);
            return identity(claims, Optional.empty());
        } catch (BadJOSEException | JOSEException invalid) {
            throw new OidcRejectedException(Reason.TOKEN_INVALID);
        }
    }

    /**
     * An ID token of ours must not pass as an access token: it lies in browsers' histories as the hint of a sign-out. Providers that
     * do not follow RFC 9068 mark both {@code JWT}. Then the kind shows by another audience than our client id, which no ID token
     * has, or by Keycloak's own claim {@code typ}.
     */
    private JOSEObjectType[] acceptedTypes(SignedJWT token) throws OidcRejectedException {
        JOSEObjectType type = token.getHeader().getType();
        boolean isMarked = type != null && ACCESS_TOKEN_TYPES.contains(type);
        if (!isMarked && settings.audience().equals(settings.clientId()) && !isKeycloakAccessToken(token)) {
            throw new OidcRejectedException(Reason.TOKEN_TYPE);
        }
        return isMarked
                ? ACCESS_TOKEN_TYPES.toArray(JOSEObjectType[]::new)
                : new JOSEObjectType[] {JOSEObjectType.JWT, null};
    }

    private static boolean isKeycloakAccessToken(SignedJWT token) throws OidcRejectedException {
        try {
            return "Bearer".equals(token.getJWTClaimsSet().getStringClaim("typ"));
        } catch (ParseException malformed) {
            throw new OidcRejectedException(Reason.TOKEN_MALFORMED);
        }
    }

    private static JWSVerificationKeySelector<SecurityContext> selector(JWKSet keys) {
        return new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys));
    }

    /** OpenID Connect Core 1.0, section 3.1.3.7, steps 4 and 5: with several audiences the token says to which one it was issued. */
    private void requireAuthorizedParty(JWTClaimsSet claims) throws OidcRejectedException {
        boolean isOurs = settings.clientId().equals(claims.getClaim("azp"));
        if (claims.getAudience().size() > 1 && !isOurs) {
            throw new OidcRejectedException(Reason.TOKEN_INVALID);
        }
    }

    private void requireAcr(JWTClaimsSet claims) throws OidcRejectedException {
        String acr = Objects.toString(claims.getClaim("acr"), "");
        if (!settings.acrValues().isEmpty() && !settings.acrValues().contains(acr)) {
            throw new OidcRejectedException(Reason.ACR);
        }
    }

    private OidcIdentity identity(JWTClaimsSet claims, Optional<String> idToken) throws OidcRejectedException {
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT_LENGTH) {
            throw new OidcRejectedException(Reason.SUBJECT);
        }
        return new OidcIdentity(settings.issuer().toString(), subject, claims.getClaims(), idToken);
    }
}
