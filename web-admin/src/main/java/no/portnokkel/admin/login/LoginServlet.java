package no.portnokkel.admin.login;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.pages.Page;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.LoginService;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.SignInEvent.SignedOut;
import no.portnokkel.problem.Text;

/** The login page, and logout. A correct password starts a new session; logout ends it, here and at the identity provider. */
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
            Page.write(page(), request, response);
        }
    }

    /** With an identity provider its button is first, and the form is for emergencies. */
    private String page() {
        return controlRoom.signOn().isPresent() ? "login-oidc" : "login";
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(LOGOUT)) {
            logOut(request, response);
        } else {
            logIn(request, response);
        }
    }

    /** Here first, whatever the provider does then. */
    private void logOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Person> person = Caller.of(request);
        Optional<URI> atProvider = Sessions.end(request).flatMap(idToken -> logoutAddress(idToken, request));
        person.ifPresent(who -> controlRoom.signIns().publish(new SignedOut(who, Caller.address(request))));
        if (atProvider.isPresent()) {
            ContinuePage.leadOn(
                    atProvider.get().toString(),
                    Text.message("sign-in.signed-out"),
                    Text.message("sign-in.to-provider"),
                    request,
                    response);
        } else {
            Page.redirect("/login", request, response);
        }
    }

    private Optional<URI> logoutAddress(String idToken, HttpServletRequest request) {
        return controlRoom
                .signOn()
                .flatMap(signOn -> OwnAddress.of(LOGIN, request, controlRoom.trustedProxies())
                        .flatMap(backTo -> signOn.logoutAddress(idToken, backTo)));
    }

    /** {@code LoginFilter} has read the form and checked the password. */
    private void logIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LoginService.Result result = Caller.login(request).orElseGet(LoginService.Result.Refused::new);
        if (result instanceof LoginService.Result.Accepted accepted) {
            Sessions.start(accepted.person(), Optional.empty(), controlRoom, request, response);
            Page.redirect("/", request, response);
        } else if (result instanceof LoginService.Result.Busy busy) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", Long.toString(busy.retryAfter().toSeconds()));
            response.setHeader("Refresh", "0; url=login?refused=busy"); // the page shows the message of its address
            Page.write(page(), request, response);
        } else {
            boolean throttled = result instanceof LoginService.Result.Throttled;
            Page.redirect("/login?refused=" + (throttled ? "wait" : "wrong"), request, response);
        }
    }
}
