package no.portnokkel.testkit.grant;

/** What was accepted although it is not what Digdir documents or advises; for a test that wants to be stricter. */
public enum Warning {
    /** {@code nbf}: not documented, sent by clients in production. */
    NOT_BEFORE,
    /** {@code resource} as a text; the documentation has an array. */
    RESOURCE_AS_TEXT,
    /** {@code iat} more than 10 s ago; {@code exp} still held. */
    OLD_ISSUE_TIME,
    /** {@code exp} had passed, by no more than the 10 s that clocks may differ. */
    EXPIRED_WITHIN_TOLERANCE,
    /** No {@code jti}, which is recommended. */
    NO_IDENTIFIER,
    /** A header {@code typ}, which is not documented. */
    TYPE_HEADER
}
