package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Adds to the session's cookie what a descriptor cannot say, or not on every server: {@code SameSite=Strict}, and
 * {@code Secure} outside loopback, where the server knows only its own end of a proxy that ends TLS.
 *
 * <p>Two servers write the cookie after the application has answered. WildFly is told by {@code
 * WEB-INF/undertow-handlers.conf} (which takes no comments), Open Liberty by its {@code server.xml}.
 */
final class SessionCookieListener {
    private static final String HEADER = "Set-Cookie";

    private SessionCookieListener() {}

    /** To be called where the session is made: that is when the cookie is sent. */
    static void protect(HttpServletRequest request, HttpServletResponse response) {
        List<String> cookies = new ArrayList<>(response.getHeaders(HEADER));
        boolean loopback = isLoopback(request.getServerName());
        cookies.replaceAll(cookie -> with("SameSite=Strict", loopback ? cookie : with("Secure", cookie)));
        for (int i = 0; i < cookies.size(); i++) {
            if (i == 0) {
                response.setHeader(HEADER, cookies.get(i));
            } else {
                response.addHeader(HEADER, cookies.get(i));
            }
        }
    }

    static String with(String attribute, String cookie) {
        boolean there = List.of(cookie.toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1))
                .contains(attribute.toLowerCase(Locale.ROOT));
        return there ? cookie : cookie + "; " + attribute;
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.equals("::1")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
