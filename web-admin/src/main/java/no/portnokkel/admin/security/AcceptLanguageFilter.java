package no.portnokkel.admin.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code Accept-Language} (RFC 9110, section 12.5.4) by the one of our two languages that the client prefers. Reads
 * leniently: a malformed part counts for nothing, while JAX-RS implementations answer it with an error.
 */
public final class AcceptLanguageFilter implements Filter {
    private static final int MAX_LENGTH = 200;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest httpRequest = (HttpServletRequest) request;
        List<String> headers = Collections.list(httpRequest.getHeaders(HttpHeaders.ACCEPT_LANGUAGE));
        chain.doFilter(new LanguageRequest(httpRequest, preferred(headers)), response);
    }

    /**
     * Returns {@code nb} or {@code en}.
     *
     * @param headers all values of the header; none means English
     */
    static String preferred(List<String> headers) {
        String joined = String.join(",", headers);
        String bounded = joined.length() > MAX_LENGTH ? joined.substring(0, MAX_LENGTH) : joined;
        double highest = 0;
        String preferred = "en";
        for (String range : bounded.split(",", -1)) {
            String[] parts = range.strip().toLowerCase(Locale.ROOT).split(";", -1);
            double weight = weight(parts);
            if (weight > highest && parts[0].matches("(nb|nn|no|en)(-.*)?")) {
                highest = weight;
                preferred = parts[0].startsWith("n") ? "nb" : "en";
            }
        }
        return preferred;
    }

    private static double weight(String[] parts) {
        for (int index = 1; index < parts.length; index++) {
            String parameter = parts[index].strip();
            if (parameter.startsWith("q=")) {
                String value = parameter.substring(2).strip();
                return value.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(value) : 0;
            }
        }
        return 1;
    }

    private static final class LanguageRequest extends HttpServletRequestWrapper {
        private final String language;

        LanguageRequest(HttpServletRequest request, String language) {
            super(request);
            this.language = language;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isLanguage(name) ? language : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isLanguage(name) ? Collections.enumeration(List.of(language)) : super.getHeaders(name);
        }

        @Override
        public Locale getLocale() {
            return Locale.forLanguageTag(language);
        }

        private static boolean isLanguage(String name) {
            return HttpHeaders.ACCEPT_LANGUAGE.equalsIgnoreCase(name);
        }
    }
}
