package no.portnokkel.admin.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects state-changing requests that, according to the browser, come from another site. Clients other than browsers send
 * neither header and authenticate each request.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header">Fetch Metadata, 2.3: Sec-Fetch-Site</a>
 */
public final class CrossSiteRequestFilter implements Filter {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest httpRequest = (HttpServletRequest) request;
        boolean refused = !SAFE_METHODS.contains(httpRequest.getMethod())
                && isCrossSite(
                        httpRequest.getHeader("Sec-Fetch-Site"),
                        httpRequest.getHeader("Origin"),
                        httpRequest.getHeader("Host"));
        if (refused) {
            ActLog.refused(
                    ActLog.Refusal.CROSS_SITE, Caller.address(httpRequest), "a request that another site caused");
            ProblemResponse.send(RequestProblems.CROSS_SITE, httpRequest, (HttpServletResponse) response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /**
     * Returns whether the request comes from another site. Without the first two headers the client is not a browser, and
     * the answer is false.
     *
     * @param fetchSite header {@code Sec-Fetch-Site}; null when absent
     * @param origin header {@code Origin}; null when absent
     * @param host header {@code Host}; null when absent
     */
    static boolean isCrossSite(@Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        if (fetchSite != null) {
            return !OWN_SITE.contains(fetchSite);
        }
        return origin != null && (host == null || !isSameHost(origin, host));
    }

    /** Compares host and port only: behind a proxy that terminates TLS, the server's scheme differs from the browser's. */
    private static boolean isSameHost(String origin, String host) {
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
