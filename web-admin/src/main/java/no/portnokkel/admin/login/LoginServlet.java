package no.portnokkel.admin.login;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.pages.Page;
import no.portnokkel.admin.security.ActLog;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.LoginService;
import no.portnokkel.control.users.Person;

/** The login form, and logout. A correct password starts a new session; logout ends it. */
@WebServlet(
        urlPatterns = {LoginServlet.LOGIN, LoginServlet.LOGOUT},
        asyncSupported = true)
public class LoginServlet extends HttpServlet {
    static final String LOGIN = "/login";
    static final String LOGOUT = "/logout";

    private static final long serialVersionUID = 1L;

    @Inject
    transient ControlRoom controlRoom;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(LOGOUT)) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            Page.write("login", request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(LOGOUT)) {
            Caller.of(request).ifPresent(person -> ActLog.act(person, Caller.address(request), "sign-out", "done"));
            endSession(request);
            Page.redirect("/login", request, response);
        } else {
            logIn(request, response);
        }
    }

    /** {@code LoginFilter} has read the form and checked the password. */
    private void logIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LoginService.Result result = Caller.login(request).orElseGet(LoginService.Result.Refused::new);
        if (result instanceof LoginService.Result.Accepted accepted) {
            startSession(accepted.person(), request, response);
            Page.redirect("/", request, response);
        } else if (result instanceof LoginService.Result.Busy busy) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", Long.toString(busy.retryAfter().toSeconds()));
            response.setHeader("Refresh", "0; url=login?refused=busy"); // the page shows the message of its address
            Page.write("login", request, response);
        } else {
            boolean throttled = result instanceof LoginService.Result.Throttled;
            Page.redirect("/login?refused=" + (throttled ? "wait" : "wrong"), request, response);
        }
    }

    private void startSession(Person person, HttpServletRequest request, HttpServletResponse response) {
        endSession(request);
        HttpSession session = request.getSession(true); // a new id, against session fixation
        SessionLogin.store(session, person.name(), controlRoom.clock().instant());
        SessionCookie.protect(request, response, controlRoom.trustedProxies().isSecure(request));
    }

    private static void endSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
