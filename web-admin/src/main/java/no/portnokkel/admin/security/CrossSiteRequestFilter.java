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
 * Rejects state-changing requests that, according to the browser, come from another site. Clients other than browsers send
 * neither header and authenticate each request.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header">Fetch Metadata, 2.3: Sec-Fetch-Site</a>
 */
public final class CrossSiteRequestFilter implements Filter {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest httpRequest = (HttpServletRequest) request;
        boolean refused = !SAFE_METHODS.contains(httpRequest.getMethod())
                && RequestOrigin.isForeign(
                        httpRequest.getHeader("Sec-Fetch-Site"),
                        httpRequest.getHeader("Origin"),
                        httpRequest.getHeader("Host"));
        if (refused) {
            ProblemResponse.send(RequestProblems.CROSS_SITE, httpRequest, (HttpServletResponse) response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
