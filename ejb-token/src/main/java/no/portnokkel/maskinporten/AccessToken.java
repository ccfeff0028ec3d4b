package no.portnokkel.maskinporten;

import java.time.Instant;
import java.util.SortedSet;

/**
 * A token as Maskinporten issued it. Opaque: its form may change, so read {@link #scopes()} and {@link #expiresAt()}
 * here and not in the token.
 *
 * @param value goes after {@code Bearer }; ASCII without spaces. A secret for as long as it lives
 * @param expiresAt by this machine's wall clock: when we asked, plus the lifetime that Maskinporten told
 * @param scopes what was granted
 */
public record AccessToken(String value, Instant expiresAt, SortedSet<Scope> scopes) {

    /** Never shows the value. */
    @Override
    public String toString() {
        return "AccessToken[scopes=" + scopes + ", expiresAt=" + expiresAt + "]";
    }
}
