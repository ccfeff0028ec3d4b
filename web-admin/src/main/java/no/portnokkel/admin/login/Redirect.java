package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Redirects a browser with a path only, so that the {@code Host} header of the request has no influence. */
public final class Redirect {
    private Redirect() {}

    /** Redirects to a path below the context root; it begins with a slash. */
    public static void to(String path, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", request.getContextPath() + path);
    }
}
