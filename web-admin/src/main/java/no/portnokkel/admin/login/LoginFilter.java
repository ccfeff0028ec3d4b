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
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.LoginService.Result;

/**
 * Has everything done that may take long without holding a thread of the server: reading the body, and checking a password.
 * Then the request is dispatched again, with its body in memory. So neither unfinished bodies nor slow password hashes stop
 * the server from answering others.
 */
public final class LoginFilter implements Filter {
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

    private static void resume(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<RequestPreparation> prepared = RequestPreparation.of(request);
        Optional<Result> login = prepared.flatMap(RequestPreparation::login);
        login.ifPresent(result -> Caller.setLogin(request, result));
        if (login.orElse(null) instanceof Result.Accepted accepted && !RequestPreparation.isLoginForm(request)) {
            Caller.set(request, accepted.person());
            request.authenticate(response); // servers do not authenticate anew a request that is dispatched again
        }
        byte[] body = prepared.map(RequestPreparation::body).orElseGet(() -> new byte[0]);
        chain.doFilter(new BufferedBodyRequest(request, body), response);
    }
}
