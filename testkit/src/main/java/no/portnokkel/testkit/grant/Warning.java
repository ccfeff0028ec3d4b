package no.portnokkel.testkit.grant;

/** A deviation from Digdir's documentation that Maskinporten accepts. A stricter test can assert that there are none. */
public enum Warning {
    /** The claim {@code nbf}, which is not documented; clients in production send it. */
    NOT_BEFORE,
    /** {@code resource} is a string; the documentation has an array. */
    RESOURCE_AS_TEXT,
    /** {@code iat} is more than 10 s old; {@code exp} has not passed. */
    OLD_ISSUE_TIME,
    /** {@code exp} has passed, within the tolerance of 10 s. */
    EXPIRED_WITHIN_TOLERANCE,
    /** {@code jti} is absent; it is recommended. */
    NO_IDENTIFIER,
    /** The header has {@code typ}, which is not documented. */
    TYPE_HEADER
}
