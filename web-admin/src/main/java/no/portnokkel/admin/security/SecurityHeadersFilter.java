package no.portnokkel.admin.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Adds security headers: only our own scripts and styles, no framing, no caching of anything but vendored files. Passes
 * {@code Accept-Language} on in a normalized form, since JAX-RS implementations answer a malformed one with an error.
 */
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
        chain.doFilter(new NormalizedLanguageRequest((HttpServletRequest) request), response);
    }

    /** Third-party files: public, and with their version in the name. */
    private static boolean isVendored(HttpServletRequest request) {
        return request.getRequestURI().startsWith(request.getContextPath() + "/assets/vendor/");
    }

    /** A request whose {@code Accept-Language} is {@code nb} or {@code en}; absent when the client sent none. */
    private static final class NormalizedLanguageRequest extends HttpServletRequestWrapper {
        private final List<String> languages;

        NormalizedLanguageRequest(HttpServletRequest request) {
            super(request);
            List<String> sent = Collections.list(request.getHeaders(HttpHeaders.ACCEPT_LANGUAGE));
            this.languages =
                    sent.isEmpty() ? List.of() : List.of(ReaderLanguage.of(sent).getLanguage());
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isLanguage(name) ? (languages.isEmpty() ? null : languages.get(0)) : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isLanguage(name) ? Collections.enumeration(languages) : super.getHeaders(name);
        }

        @Override
        public Locale getLocale() {
            return languages.isEmpty() ? Locale.ENGLISH : Locale.forLanguageTag(languages.get(0));
        }

        private static boolean isLanguage(String name) {
            return HttpHeaders.ACCEPT_LANGUAGE.equalsIgnoreCase(name);
        }
    }
}
