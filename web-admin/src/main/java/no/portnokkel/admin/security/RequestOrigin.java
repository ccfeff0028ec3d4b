package no.portnokkel.admin.security;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides from a browser's headers whether a request comes from another site. */
final class RequestOrigin {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private RequestOrigin() {}

    /**
     * Returns whether the request comes from another site. Without the first two headers the client is not a browser, and
     * the answer is false.
     *
     * @param fetchSite header {@code Sec-Fetch-Site}; null when absent
     * @param origin header {@code Origin}; null when absent
     * @param host header {@code Host}; null when absent
     */
    static boolean isForeign(@Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        if (fetchSite != null) {
            return !OWN_SITE.contains(fetchSite);
        }
        return origin != null && (host == null || !isAt(origin, host));
    }

    /** Compares host and port only: behind a proxy that terminates TLS, the server's scheme differs from the browser's. */
    private static boolean isAt(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            String defaultPort = "https".equals(uri.getScheme()) ? ":443" : ":80";
            String requested = host.toLowerCase(Locale.ROOT);
            String name = uri.getRawAuthority();
            return name != null
                    && withPort(name.toLowerCase(Locale.ROOT), defaultPort).equals(withPort(requested, defaultPort));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String withPort(String authority, String defaultPort) {
        return authority.matches(".*:[0-9]+") ? authority : authority + defaultPort;
    }
}
