package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Adds attributes to the session cookie that {@code web.xml} cannot set on every server: {@code SameSite=Strict}, and
 * {@code Secure} unless the browser uses plain http on loopback.
 *
 * <p>Two servers write the cookie after the application has responded. There, configuration adds the attributes: on WildFly
 * {@code WEB-INF/undertow-handlers.conf} (a file that allows no comments), on Open Liberty {@code server.xml}.
 */
final class SessionCookie {
    private static final String HEADER = "Set-Cookie";

    private SessionCookie() {}

    /**
     * Changes the cookie in this response. Call it right after the session is created.
     *
     * @param secure whether the browser uses TLS, to this server or to a trusted proxy
     */
    static void protect(HttpServletRequest request, HttpServletResponse response, boolean secure) {
        List<String> cookies = new ArrayList<>(response.getHeaders(HEADER));
        boolean plain = !secure && isLoopback(request.getServerName());
        cookies.replaceAll(cookie -> with("SameSite=Strict", plain ? cookie : with("Secure", cookie)));
        for (int i = 0; i < cookies.size(); i++) {
            if (i == 0) {
                response.setHeader(HEADER, cookies.get(i));
            } else {
                response.addHeader(HEADER, cookies.get(i));
            }
        }
    }

    static String with(String attribute, String cookie) {
        boolean present = List.of(cookie.toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1))
                .contains(attribute.toLowerCase(Locale.ROOT));
        return present ? cookie : cookie + "; " + attribute;
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.equals("::1")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
