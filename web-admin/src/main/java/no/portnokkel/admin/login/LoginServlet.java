package no.portnokkel.admin.login;

import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;

/** The login form. A correct password starts a new session. */
@WebServlet("/login")
public class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient PasswordLogin passwordLogin;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.getRequestDispatcher("/WEB-INF/pages/login.html").forward(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        PasswordLogin.Result result = passwordLogin.check(new UsernamePasswordCredential(
                Objects.requireNonNullElse(request.getParameter("username"), ""),
                Objects.requireNonNullElse(request.getParameter("password"), "")));
        if (result.person().isEmpty()) {
            Redirect.to("/login?refused=" + (result.throttled() ? "wait" : "wrong"), request, response);
            return;
        }
        HttpSession oldSession = request.getSession(false);
        if (oldSession != null) {
            oldSession.invalidate();
        }
        HttpSession session = request.getSession(true); // a new id, against session fixation
        SessionLogin.store(
                session, result.person().get().name(), Clock.systemUTC().instant());
        SessionCookie.protect(request, response);
        Redirect.to("/", request, response);
    }
}
