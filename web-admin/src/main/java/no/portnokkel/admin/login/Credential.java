package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** A user name and a password, as a caller sent them. */
record Credential(String name, String password) {
    private static final String BASIC_SCHEME = "basic ";
    private static final String BEARER_SCHEME = "bearer ";

    /** Returns whether the request has an {@code Authorization} header that counts: at the API. */
    static boolean isExpected(HttpServletRequest request) {
        return request.getHeader("Authorization") != null
                && request.getRequestURI().startsWith(request.getContextPath() + "/api/");
    }

    /** Returns the access token of the request (RFC 6750, section 2.1); empty for an address outside the API. */
    static Optional<String> bearer(HttpServletRequest request) {
        if (!isExpected(request)) {
            return Optional.empty();
        }
        String authorization = request.getHeader("Authorization");
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER_SCHEME)
                ? Optional.of(authorization.substring(BEARER_SCHEME.length()).strip())
                : Optional.empty();
    }

    /** Returns the credential of HTTP Basic; empty for an address outside the API. */
    static Optional<Credential> ofHeader(HttpServletRequest request) {
        return isExpected(request) ? parseBasic(request.getHeader("Authorization")) : Optional.empty();
    }

    /**
     * Returns user name and password of an {@code Authorization} header of HTTP Basic (RFC 7617), in UTF-8; empty when the
     * header has another scheme or is malformed.
     */
    static Optional<Credential> parseBasic(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BASIC_SCHEME)) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization
                                    .substring(BASIC_SCHEME.length())
                                    .strip()),
                    StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new Credential(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Returns the fields {@code username} and {@code password} of a form, in UTF-8; a missing or malformed one is empty. */
    static Credential ofForm(byte[] form) {
        String text = new String(form, StandardCharsets.UTF_8);
        return new Credential(field("username", text), field("password", text));
    }

    private static String field(String name, String form) {
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException malformed) {
                    return "";
                }
            }
        }
        return "";
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "Credential[***]";
    }
}
