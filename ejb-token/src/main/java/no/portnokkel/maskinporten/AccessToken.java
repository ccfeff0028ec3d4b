package no.portnokkel.maskinporten;

import java.time.Instant;
import java.util.SortedSet;

/**
 * An access token as Maskinporten issued it. The value is opaque and its format may change: use {@link #scopes()} and
 * {@link #expiresAt()} instead of parsing it. Immutable.
 *
 * <pre>{@code
 * AccessToken token = tokens.get(TokenRequest.forScope("skatteetaten:inntekt"));
 * request.header("Authorization", "Bearer " + token.value());
 * }</pre>
 *
 * @param value what follows {@code Bearer } in an {@code Authorization} header; ASCII without spaces. Secret until it expires
 * @param expiresAt by this machine's wall clock: the time of the request plus the lifetime that Maskinporten returned
 * @param scopes the granted scopes
 */
public record AccessToken(String value, Instant expiresAt, SortedSet<Scope> scopes) {

    /** Returns scopes and expiry; never contains the value. */
    @Override
    public String toString() {
        return "AccessToken[scopes=" + scopes + ", expiresAt=" + expiresAt + "]";
    }
}
