package no.portnokkel.receive;

import java.util.Locale;

/**
 * A received token is not accepted. The reason is for the log; whoever sent the token is not told. Checked, because a wrong token is
 * no defect of the program: it comes every day, and the answer to it belongs beside the call. Its text holds neither the token nor
 * anything that the caller wrote.
 */
public final class ReceivedTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String consumer;
    private final String tokenId;

    ReceivedTokenException(Reason reason) {
        this(reason, "", "");
    }

    private ReceivedTokenException(Reason reason, String consumer, String tokenId) {
        super("The access token is not accepted: " + reason.word());
        this.reason = reason;
        this.consumer = consumer;
        this.tokenId = tokenId;
    }

    /** Returns the same with what Maskinporten signed, for the log. */
    ReceivedTokenException about(String signedConsumer, String signedTokenId) {
        return new ReceivedTokenException(reason, signedConsumer, signedTokenId);
    }

    /** Returns why it is not accepted. */
    public Reason reason() {
        return reason;
    }

    /** Empty unless Maskinporten signed it. */
    String consumer() {
        return consumer;
    }

    /** Empty unless Maskinporten signed it. */
    String tokenId() {
        return tokenId;
    }

    /** Why a token is not accepted. Reasons are added, never renamed. */
    public enum Reason {
        /** It is no token, or one that is too long, or has {@code crit}, or lacks {@code exp} or {@code iat}. */
        TOKEN_MALFORMED,
        /** It is not signed, or not with an algorithm that the published key is for. */
        ALGORITHM,
        /** It names no key, or one that the environment does not publish. */
        UNKNOWN_KEY,
        /** The signature was not made by the key that it names, or the token was changed. */
        SIGNATURE,
        /** Another environment issued it. */
        ISSUER,
        /** It has expired. */
        EXPIRED,
        /** It was issued in the future: look at the clocks. */
        NOT_YET_VALID,
        /** It was issued for another API, or for none. */
        AUDIENCE,
        /** It names no organisation that the configuration accepts. */
        CONSUMER,
        /** It names a supplier that the configuration does not accept. */
        SUPPLIER,
        /** It lacks a scope that is required. */
        SCOPE,
        /** The keys of the environment cannot be fetched, so that nothing can be said about the token. */
        KEYS_UNAVAILABLE;

        /** Returns the word in logs and metrics, for example {@code unknown-key}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
