package no.portnokkel.admin.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Adds {@code Secure} to the session's cookie outside loopback. The descriptor can say it always or never, and the
 * container knows only its own end of a proxy that ends TLS.
 */
final class SessionCookie {
    private static final String HEADER = "Set-Cookie";

    private SessionCookie() {}

    static void secure(HttpServletRequest request, HttpServletResponse response) {
        if (isLoopback(request.getServerName())) {
            return;
        }
        List<String> cookies = new ArrayList<>(response.getHeaders(HEADER));
        for (int i = 0; i < cookies.size(); i++) {
            String cookie = cookies.get(i);
            String secured = isSecure(cookie) ? cookie : cookie + "; Secure";
            if (i == 0) {
                response.setHeader(HEADER, secured);
            } else {
                response.addHeader(HEADER, secured);
            }
        }
    }

    private static boolean isSecure(String cookie) {
        return cookie.toLowerCase(Locale.ROOT).matches(".*;\\s*secure(;.*)?");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.equals("::1")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
