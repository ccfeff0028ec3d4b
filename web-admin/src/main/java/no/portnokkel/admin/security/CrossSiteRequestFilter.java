package no.portnokkel.admin.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses what changes state when the browser says that it comes from another site. What is no browser says nothing of
 * the kind, and brings its password with each request.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header">Fetch Metadata, 2.3: Sec-Fetch-Site</a>
 */
public final class CrossSiteRequestFilter implements Filter {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        boolean refused = !SAFE_METHODS.contains(asked.getMethod())
                && RequestOrigin.isForeign(
                        asked.getHeader("Sec-Fetch-Site"), asked.getHeader("Origin"), asked.getHeader("Host"));
        if (refused) {
            ProblemResponse.send(RequestProblems.CROSS_SITE, asked, (HttpServletResponse) response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
