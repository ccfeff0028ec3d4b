package no.portnokkel.admin.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Adds security headers: only our own scripts and styles, no framing, no caching of anything but vendored files. */
public final class SecurityHeadersFilter implements Filter {
    private static final String CONTENT_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; object-src 'none';"
            + " img-src 'self' data:"; // Designsystemet's style sheet embeds its icons as data URIs

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse httpResponse = (HttpServletResponse) response;
        httpResponse.setHeader("Content-Security-Policy", CONTENT_POLICY);
        httpResponse.setHeader("X-Frame-Options", "DENY");
        httpResponse.setHeader("X-Content-Type-Options", "nosniff");
        httpResponse.setHeader("Referrer-Policy", "no-referrer");
        httpResponse.setHeader(
                "Cache-Control", isVendored((HttpServletRequest) request) ? "max-age=31536000, immutable" : "no-store");
        chain.doFilter(request, response);
    }

    /** Third-party files: public, and with their version in the name. */
    private static boolean isVendored(HttpServletRequest request) {
        return request.getRequestURI().startsWith(request.getContextPath() + "/assets/vendor/");
    }
}
