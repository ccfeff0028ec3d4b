package no.portnokkel.admin.security;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a browser says that a request comes from. */
final class RequestOrigin {
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private RequestOrigin() {}

    /** Each header as it came; null when it was absent. Without the first two it was no browser, and not foreign. */
    static boolean isForeign(@Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        if (fetchSite != null) {
            return !OWN.contains(fetchSite);
        }
        return origin != null && (host == null || !isAt(origin, host));
    }

    /** By host and port only: behind a proxy that ends TLS, our scheme is not the browser's. */
    private static boolean isAt(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            String usual = "https".equals(uri.getScheme()) ? ":443" : ":80";
            String asked = host.toLowerCase(Locale.ROOT);
            String name = uri.getRawAuthority();
            return name != null
                    && withPort(name.toLowerCase(Locale.ROOT), usual).equals(withPort(asked, usual));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String withPort(String authority, String usual) {
        return authority.matches(".*:[0-9]+") ? authority : authority + usual;
    }
}
