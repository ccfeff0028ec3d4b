package no.portnokkel.admin.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells the browser to run nothing but ours, to show us in no frame, and to keep nothing that is about the bank. */
public final class SecurityHeadersFilter implements Filter {
    private static final String CONTENT = "default-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; object-src 'none';"
            + " img-src 'self' data:"; // the icons that Designsystemet's style sheet carries in itself

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader("Content-Security-Policy", CONTENT);
        answer.setHeader("X-Frame-Options", "DENY");
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader(
                "Cache-Control", isVendored((HttpServletRequest) request) ? "max-age=31536000, immutable" : "no-store");
        chain.doFilter(request, response);
    }

    /** Files of others, the same for everybody, with their version in the name. */
    private static boolean isVendored(HttpServletRequest request) {
        return request.getRequestURI().startsWith(request.getContextPath() + "/assets/vendor/");
    }
}
