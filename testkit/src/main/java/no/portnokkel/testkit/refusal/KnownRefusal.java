package no.portnokkel.testkit.refusal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All refusals of the twin, with the texts of Digdir's documentation; {@code %s} is a placeholder. */
public enum KnownRefusal {
    UNSUPPORTED_GRANT_TYPE(null, 400, "unsupported_grant_type", "Unsupported grant type"),
    INVALID_REQUEST(null, 400, "invalid_request", "Invalid request. %s"),
    INVALID_PARAMETER("MP-011", 400, "invalid_request", "Invalid assertion. Invalid parameter value"),
    USED_BEFORE("MP-012", 400, "invalid_grant", "Grant is used before"),
    CLIENT_UNKNOWN("MP-100", 400, "invalid_grant", authentication("Client not found.")),
    WRONG_AUDIENCE("MP-110", 400, "invalid_grant", authentication("Invalid JWT claim aud.")),
    INVALID_CERTIFICATE(
            "MP-120", 400, "invalid_grant", authentication("The JWT is signed with an invalid certificate.")),
    KEY_EXPIRED("MP-121", 400, "invalid_grant", authentication("Expired key.")),
    OTHER_ORGANISATION(
            "MP-122",
            400,
            "invalid_grant",
            authentication("Invalid JWT. Invalid organization number for client. Does not match certificate orgno.")),
    INVALID_X5C("MP-123", 400, "invalid_grant", authentication("Invalid JWT header x5c.")),
    INVALID_SIGNATURE("MP-124", 400, "invalid_grant", authentication("Invalid JWT signature.")),
    EXPIRED("MP-130", 400, "invalid_grant", authentication("JWT is expired.")),
    ISSUED_IN_THE_FUTURE(null, 400, "invalid_grant", authentication("Issue time is in the future.")),
    LIVES_TOO_LONG(null, 400, "invalid_grant", authentication("JWT has too long lifetime.")),
    KID_UNKNOWN(null, 400, "invalid_grant", authentication("Unknown key identifier (kid) for client.")),
    KID_MISSING(
            null,
            400,
            "invalid_grant",
            authentication("Invalid JWT. The client requires pre-registered jwk and no key identifier (kid) provided")),
    INVALID_HEADER(null, 400, "invalid_grant", "Invalid assertion. Invalid JWT header. %s"),
    INVALID_ASSERTION(null, 400, "invalid_grant", "Invalid assertion. %s"),
    CONSUMER_NOT_POSSIBLE(
            null,
            400,
            "invalid_request",
            "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on client is"
                    + " invalid"),
    SCOPE_NOT_ON_CLIENT("MP-200", 400, "invalid_scope", "Token request contains invalid scopes for client, %s"),
    SCOPE_NOT_FOR_MACHINES(
            "MP-201", 400, "invalid_scope", "Token request contains scopes not allowed for maskinporten"),
    SCOPE_NOT_GRANTED("MP-250", 403, "forbidden", "Consumer has not been granted access to the scope %s."),
    SCOPE_NOT_DELEGATED(
            "MP-251", 403, "forbidden", "Consumer %s has not delegated access to the scope %s to supplier %s."),
    DETAILS_TYPE_UNKNOWN("MP-301", 400, "invalid_authorization_details", "Unknown authorization details type"),
    DETAILS_FIELDS_UNKNOWN(
            "MP-302", 400, "invalid_authorization_details", "Unknown fields in the authorization details"),
    DETAILS_VALUES_INVALID(
            "MP-303", 400, "invalid_altinn_customer_configuration", "Invalid authorization details values: %s"),
    CONSENT_VALUES_INVALID("MP-303", 400, "invalid_authorization_details", "Invalid authorization details values: %s"),
    /** Digdir documents no code; the text contains Altinn's code. */
    CONSENT_REFUSED(null, 400, "invalid_authorization_details", "Consent lookup failed. %s"),
    /** Altinn's response when several things are wrong with a consent. */
    CONSENT_LOOKUP_BROKEN(null, 500, "server_error", "Unexpected error");

    private final @Nullable String mp;
    private final int status;
    private final String error;
    private final String text;

    KnownRefusal(@Nullable String mp, int status, String error, String text) {
        this.mp = mp;
        this.status = status;
        this.error = error;
        this.text = text;
    }

    /** Returns the refusal; the values replace the placeholders of its text, in order. */
    public Refusal with(Object... values) {
        return new Refusal(status, error, text.formatted(values), mp);
    }

    /**
     * Returns the refusal with this code, for scripted responses. Placeholders of its text become {@code -}.
     *
     * @throws IllegalArgumentException Maskinporten's documentation does not have this code
     */
    public static Refusal of(String mp) {
        return Arrays.stream(values())
                .filter(known -> mp.equals(known.mp))
                .findFirst()
                .map(known -> known.with("-", "-", "-"))
                .orElseThrow(() -> new IllegalArgumentException("Maskinporten has no code " + mp + "."));
    }

    private static String authentication(String cause) {
        return "Invalid assertion. Client authentication failed. " + cause;
    }
}
