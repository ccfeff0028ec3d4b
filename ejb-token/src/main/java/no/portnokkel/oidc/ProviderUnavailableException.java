package no.portnokkel.oidc;

import org.jspecify.annotations.Nullable;

/** The provider cannot be reached, does not answer in time, or answers what is neither a success nor a refusal. */
public final class ProviderUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param cause null when the provider has answered */
    ProviderUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
