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

/** The form that leads to the pages: a right password gets a new session. */
@WebServlet("/login")
public class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient PasswordLogin signIn;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.getRequestDispatcher("/WEB-INF/pages/login.html").forward(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        PasswordLogin.Attempt attempt = signIn.check(new UsernamePasswordCredential(
                Objects.requireNonNullElse(request.getParameter("username"), ""),
                Objects.requireNonNullElse(request.getParameter("password"), "")));
        if (attempt.person().isEmpty()) {
            Redirect.to("/login?refused=" + (attempt.mustWait() ? "wait" : "wrong"), request, response);
            return;
        }
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        HttpSession session = request.getSession(true); // a new id: one that was known before gains nothing
        SessionLogin.take(
                session, attempt.person().get().name(), Clock.systemUTC().instant());
        SessionCookieListener.protect(request, response);
        Redirect.to("/", request, response);
    }
}
