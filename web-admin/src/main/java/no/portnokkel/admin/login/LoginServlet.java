package no.portnokkel.admin.login;

import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import no.portnokkel.admin.pages.Page;

/** The login form, and logout. A correct password starts a new session; logout ends it. */
@WebServlet({"/login", LoginServlet.LOGOUT})
public class LoginServlet extends HttpServlet {
    static final String LOGOUT = "/logout";

    private static final long serialVersionUID = 1L;

    @Inject
    transient PasswordLogin passwordLogin;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(LOGOUT)) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            Page.write("login", request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        if (request.getServletPath().equals(LOGOUT)) {
            endSession(request);
            Page.redirect("/login", request, response);
        } else {
            logIn(request, response);
        }
    }

    private void logIn(HttpServletRequest request, HttpServletResponse response) {
        PasswordLogin.Result result = passwordLogin.check(new UsernamePasswordCredential(
                Objects.requireNonNullElse(request.getParameter("username"), ""),
                Objects.requireNonNullElse(request.getParameter("password"), "")));
        if (result.person().isEmpty()) {
            Page.redirect("/login?refused=" + (result.throttled() ? "wait" : "wrong"), request, response);
            return;
        }
        endSession(request);
        HttpSession session = request.getSession(true); // a new id, against session fixation
        SessionLogin.store(
                session, result.person().get().name(), Clock.systemUTC().instant());
        SessionCookie.protect(request, response);
        Page.redirect("/", request, response);
    }

    private static void endSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
