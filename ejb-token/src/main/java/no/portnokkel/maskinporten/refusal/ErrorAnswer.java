package no.portnokkel.maskinporten.refusal;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.problem.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * A sanitized error response of the token endpoint (RFC 6749, section 5.2, with Digdir's {@code error_uri}): each text is one
 * line of limited length; national identity numbers and possible tokens are masked.
 */
public final class ErrorAnswer implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 600;
    private static final Pattern CODE = Pattern.compile("MP-[0-9]{3}$");
    private static final Pattern TRACE = Pattern.compile("\\((?:trace_id|correlation id): ?([0-9A-Za-z-]{1,64})\\)");

    private final int status;
    private final String error;
    private final @Nullable String description;
    private final @Nullable String mp;
    private final @Nullable String traceId;

    private ErrorAnswer(
            int status, String error, @Nullable String description, @Nullable String mp, @Nullable String traceId) {
        this.status = status;
        this.error = error;
        this.description = description;
        this.mp = mp;
        this.traceId = traceId;
    }

    /**
     * Sanitizes the members of a response.
     *
     * @param status HTTP status
     * @param error the member {@code error}
     * @param description the member {@code error_description}, if present
     * @param uri the member {@code error_uri}, if present
     */
    public static ErrorAnswer of(int status, String error, Optional<String> description, Optional<String> uri) {
        return new ErrorAnswer(
                status,
                UntrustedText.clean(error, LONGEST),
                description.map(text -> UntrustedText.clean(text, LONGEST)).orElse(null),
                uri.flatMap(text -> first(CODE, text, 0)).orElse(null),
                description.flatMap(text -> first(TRACE, text, 1)).orElse(null));
    }

    private static Optional<String> first(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text.strip());
        return matcher.find() ? Optional.of(matcher.group(group)) : Optional.empty();
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the OAuth error code, for example {@code invalid_grant}. */
    public String error() {
        return error;
    }

    /** Returns Maskinporten's description of the error. */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /** Returns Maskinporten's error code from {@code error_uri}, for example {@code MP-121}; empty if there was none. */
    public Optional<String> mp() {
        return Optional.ofNullable(mp);
    }

    /** Returns the {@code trace_id}, on older platforms the {@code correlation id}, which Digdir's support asks for. */
    public Optional<String> traceId() {
        return Optional.ofNullable(traceId);
    }

    @Override
    public String toString() {
        return status + " " + (mp == null ? "" : mp + " ") + error + (description == null ? "" : ": " + description);
    }
}
