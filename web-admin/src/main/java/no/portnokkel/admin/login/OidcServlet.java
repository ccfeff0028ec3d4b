package no.portnokkel.admin.login;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.pages.Page;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.SignInEvent.Method;
import no.portnokkel.control.users.SignInEvent.SignedIn;
import no.portnokkel.control.users.SingleSignOn;
import no.portnokkel.control.users.SingleSignOn.Result;
import no.portnokkel.oidc.SignInRequest;
import no.portnokkel.problem.Text;

/**
 * Sign-in at the bank's identity provider: {@code login/oidc} sends the browser there, and {@code login/oidc/callback} is where it
 * comes back to. Between the two the browser keeps the sealed request in a cookie, for one use.
 */
@WebServlet(
        urlPatterns = {OidcServlet.START, OidcServlet.CALLBACK},
        asyncSupported = true)
public class OidcServlet extends HttpServlet {
    static final String START = "/login/oidc";
    static final String CALLBACK = "/login/oidc/callback";

    private static final long serialVersionUID = 1L;
    private static final String COOKIE = "portnokkel-sign-in";
    private static final int COOKIE_SECONDS = 600;

    private final transient SealedRequest seal = new SealedRequest();

    @Inject
    transient ControlRoom controlRoom;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<SingleSignOn> signOn = controlRoom.signOn();
        if (signOn.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (request.getServletPath().equals(START)) {
            start(signOn.get(), request, response);
        } else {
            finish(signOn.get(), request, response);
        }
    }

    private void start(SingleSignOn signOn, HttpServletRequest request, HttpServletResponse response) {
        Optional<SignInRequest.Started> started =
                OwnAddress.of(CALLBACK, request, controlRoom.trustedProxies()).flatMap(signOn::start);
        if (started.isEmpty()) {
            controlRoom
                    .signIns()
                    .publish(SignOnRefusals.event(Method.OIDC, new Result.Unavailable(), Caller.address(request)));
            Page.redirect("/login?refused=unavailable", request, response);
            return;
        }
        String value = seal.seal(started.get().request(), controlRoom.clock().instant());
        setCookie(value, COOKIE_SECONDS, request, response);
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", started.get().address().toString());
    }

    private void finish(SingleSignOn signOn, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Result result = pending(request)
                .map(pending -> signOn.finish(parameters(request), pending))
                .orElseGet(() -> new Result.Rejected("state"));
        if (result instanceof Result.Accepted accepted) {
            Sessions.start(accepted.person(), accepted.idToken(), controlRoom, request, response);
            setCookie("", 0, request, response);
            controlRoom.signIns().publish(new SignedIn(accepted.person(), Method.OIDC, Caller.address(request)));
            String target = request.getContextPath() + "/";
            ContinuePage.leadOn(
                    target, Text.message("sign-in.done"), Text.message("sign-in.to-control-room"), request, response);
        } else {
            refuse(result, request, response);
        }
    }

    private void refuse(Result result, HttpServletRequest request, HttpServletResponse response) throws IOException {
        setCookie("", 0, request, response);
        controlRoom.signIns().publish(SignOnRefusals.event(Method.OIDC, result, Caller.address(request)));
        String login = request.getContextPath() + "/login";
        if (result instanceof Result.NotPermitted refused) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            ContinuePage.problem(login, refused.problem(), request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            ContinuePage.stay(
                    login, Text.message("sign-in.rejected"), Text.message("sign-in.to-login"), request, response);
        }
    }

    private Optional<SignInRequest> pending(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .flatMap(value -> seal.open(value, controlRoom.clock().instant()));
    }

    private static Map<String, List<String>> parameters(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, parameter -> List.of(parameter.getValue())));
    }

    /** {@code Lax}: the browser must send it when the provider leads it back here. */
    private void setCookie(String value, int seconds, HttpServletRequest request, HttpServletResponse response) {
        boolean plain = OwnAddress.of(CALLBACK, request, controlRoom.trustedProxies())
                .map(URI::getScheme)
                .filter("http"::equals)
                .isPresent();
        response.addHeader(
                "Set-Cookie",
                COOKIE + "=" + value + "; Path=" + request.getContextPath() + START + "; Max-Age=" + seconds
                        + "; HttpOnly; SameSite=Lax" + (plain ? "" : "; Secure"));
    }
}
