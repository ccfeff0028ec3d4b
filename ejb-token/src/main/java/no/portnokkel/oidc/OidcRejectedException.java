package no.portnokkel.oidc;

/** A response or a token is not accepted. The reason is for the record; whoever sent it is not told. Holds no token and no claim. */
public final class OidcRejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    OidcRejectedException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    /** Returns why it was not accepted. */
    public Reason reason() {
        return reason;
    }

    /** Why something is not accepted. */
    public enum Reason {
        /** The response does not belong to a sign-in of this browser, or was used before. */
        STATE,
        /** The response names another provider, or none although ours always does (RFC 9207). */
        RESPONSE_ISSUER,
        /** The response has no code, or a parameter twice. */
        RESPONSE_MALFORMED,
        /** The provider did not sign the person in. */
        PROVIDER_ERROR,
        /** The provider did not accept the code. */
        CODE,
        /** What should be a token is none. */
        TOKEN_MALFORMED,
        /** The token is not signed, or not with an algorithm that only the provider can sign with. */
        ALGORITHM,
        /** The token was signed with a key that the provider does not publish. */
        UNKNOWN_KEY,
        /** The signature does not fit, or issuer, audience, time or nonce is wrong. */
        TOKEN_INVALID,
        /** The token is of a kind that is not accepted here. */
        TOKEN_TYPE,
        /** The token has no usable {@code sub}. */
        SUBJECT,
        /** The provider did not confirm one of the {@code acr} values that are configured. */
        ACR
    }
}
