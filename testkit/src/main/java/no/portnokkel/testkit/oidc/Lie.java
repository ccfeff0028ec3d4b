package no.portnokkel.testkit.oidc;

/** What a hostile or broken provider, or somebody between it and us, may do. */
public enum Lie {
    /** Tokens name another audience. */
    OTHER_AUDIENCE,
    /** Tokens name two audiences, and were issued to the other one. */
    OTHER_AUTHORIZED_PARTY,
    /** Tokens name another issuer. */
    OTHER_ISSUER,
    /** Tokens expired ten minutes ago. */
    EXPIRED,
    /** Tokens have no {@code exp}. */
    NO_EXPIRY,
    /** Tokens have {@code alg: none} and no signature. */
    UNSIGNED,
    /** Tokens have {@code alg: none} and a signature. */
    ALGORITHM_NONE,
    /** Tokens are signed with HMAC, and the public key as the secret. */
    HMAC_WITH_PUBLIC_KEY,
    /** Tokens are signed with HMAC, and the client's secret. */
    HMAC_WITH_CLIENT_SECRET,
    /** Tokens are signed with a key that is not published, and name its id. */
    UNPUBLISHED_KEY,
    /** Tokens are signed with a key that is not published, and name the id of the published one. */
    FOREIGN_SIGNATURE,
    /** Tokens carry the foreign key in their header. */
    KEY_IN_HEADER,
    /** Tokens have more groups than the provider signed. */
    CHANGED_CLAIMS,
    /** Tokens have no {@code sub}. */
    NO_SUBJECT,
    /** ID tokens have no nonce. */
    NO_NONCE,
    /** ID tokens have the nonce of another sign-in. */
    OTHER_NONCE,
    /** ID tokens confirm a weaker sign-in than asked for. */
    OTHER_ACR,
    /** Access tokens are marked as such, and are bound to a key of somebody else. */
    BOUND_ACCESS_TOKEN,
    /** The token response has no ID token. */
    NO_ID_TOKEN,
    /** The token response has no JSON. */
    NO_JSON,
    /** The token response is larger than any real one. */
    HUGE_TOKEN_RESPONSE,
    /** The token response comes one byte at a time. */
    SLOW_TOKEN_RESPONSE,
    /** The authorization response names another issuer (RFC 9207). */
    OTHER_RESPONSE_ISSUER,
    /** The authorization response names no issuer, although the metadata promises it. */
    NO_RESPONSE_ISSUER,
    /** The authorization response has another state. */
    OTHER_STATE,
    /** The authorization response has its code twice. */
    CODE_TWICE,
    /** The metadata is that of another issuer. */
    METADATA_OF_OTHER_ISSUER,
    /** The metadata names a token endpoint without TLS on another host. */
    PLAIN_TOKEN_ENDPOINT,
    /** The metadata is larger than any real one. */
    HUGE_METADATA,
    /** The metadata comes one byte at a time. */
    SLOW_METADATA,
    /** The keys are the JSON value {@code null}. */
    NULL_KEYS
}
