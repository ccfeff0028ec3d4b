package no.portnokkel.admin.login;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.login.RequestPreparation.Attempt;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.LoginService.Result;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.SignInEvent.Method;
import no.portnokkel.control.users.SignInEvent.Refused;
import no.portnokkel.control.users.SignInEvent.SignedIn;

/**
 * Has everything done that may take long without holding a thread of the server: reading the body, and checking a password.
 * Then the request is dispatched again, with its body in memory. So neither unfinished bodies nor slow password hashes stop
 * the server from answering others.
 */
public final class LoginFilter implements Filter {
    private static final System.Logger LOG = System.getLogger(LoginFilter.class.getName());

    @Inject
    ControlRoom controlRoom;

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            resume(request, response, chain);
            return;
        }
        Caller.setQuery(request);
        Caller.setAddress(request, controlRoom.trustedProxies().addressOf(request));
        Optional<Credential> credential =
                Caller.of(request).isPresent() ? Optional.empty() : Credential.ofHeader(request);
        boolean waits = RequestPreparation.hasBody(request) || credential.isPresent();
        if (waits && request.isAsyncSupported()) {
            RequestPreparation.start(request, response, controlRoom.logins(), credential);
        } else {
            chain.doFilter(request, response); // files may be served without: nothing reads a body there
        }
    }

    private void resume(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<RequestPreparation> prepared = RequestPreparation.of(request);
        Optional<Attempt> login = prepared.flatMap(RequestPreparation::login);
        login.ifPresent(attempt -> {
            Caller.setLogin(request, attempt.result());
            log(attempt, request);
        });
        Optional<Result> result = login.map(Attempt::result);
        if (result.orElse(null) instanceof Result.Accepted accepted && !RequestPreparation.isLoginForm(request)) {
            Caller.set(request, accepted.person());
            tellServer(request, response);
        }
        byte[] body = prepared.map(RequestPreparation::body).orElseGet(() -> new byte[0]);
        chain.doFilter(new BufferedBodyRequest(request, body), response);
    }

    /**
     * Servers do not authenticate anew a request that is dispatched again. Some check roles themselves; our own check goes by
     * {@link Caller}, so it is no failure when a server does not want to be told.
     */
    private static void tellServer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            request.authenticate(response);
        } catch (ServletException | IllegalStateException notAnew) {
            LOG.log(System.Logger.Level.DEBUG, "The server did not authenticate the request anew", notAnew);
        }
    }

    private void log(Attempt attempt, HttpServletRequest request) {
        String address = Caller.address(request);
        Method method = RequestPreparation.isLoginForm(request) ? Method.FORM : Method.BASIC;
        if (attempt.result() instanceof Result.Accepted accepted) {
            controlRoom.signIns().publish(new SignedIn(accepted.person(), method, address));
            return;
        }
        String reason = "wrong-password";
        if (attempt.result() instanceof Result.Throttled) {
            reason = "throttled";
        } else if (attempt.result() instanceof Result.Busy) {
            reason = "busy";
        }
        Optional<String> known = controlRoom.users().find(attempt.name()).map(Person::name);
        controlRoom.signIns().publish(new Refused(method, reason, known, address));
    }
}
