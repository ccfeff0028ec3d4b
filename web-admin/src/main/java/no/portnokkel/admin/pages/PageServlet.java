package no.portnokkel.admin.pages;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import no.portnokkel.admin.security.Caller;

/**
 * The pages for persons who are logged in: the control room at the context root, the onboarding guide, the audit, and the
 * register of keys. Redirects others to the login form.
 */
@WebServlet(
        urlPatterns = {"", PageServlet.ONBOARDING, PageServlet.AUDIT, PageServlet.REGISTER},
        asyncSupported = true)
public class PageServlet extends HttpServlet {
    static final String ONBOARDING = "/onboarding";
    static final String AUDIT = "/audit";
    static final String REGISTER = "/register";

    private static final long serialVersionUID = 1L;

    private transient String guide = "";

    @Override
    public void init() {
        guide = Guide.articles();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Caller.of(request).isEmpty()) {
            Page.redirect("/login", request, response);
        } else if (request.getServletPath().equals(ONBOARDING)) {
            Page.write("onboarding", guide, request, response);
        } else if (request.getServletPath().equals(AUDIT)) {
            Page.write("audit", request, response);
        } else if (request.getServletPath().equals(REGISTER)) {
            Page.write("register", request, response);
        } else {
            Page.write("control-room", request, response);
        }
    }
}
