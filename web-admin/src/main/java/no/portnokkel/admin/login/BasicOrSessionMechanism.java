package no.portnokkel.admin.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.LoginService;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.SignInEvent.Method;
import no.portnokkel.control.users.SignInEvent.SignedIn;
import no.portnokkel.control.users.SingleSignOn;
import no.portnokkel.control.users.SingleSignOn.Result;

/**
 * Authenticates a request: by a login that {@code LoginFilter} has stored, a credential of HTTP Basic that was verified within the
 * last minute, an access token of the bank's identity provider, or the session, which a sign-in at that provider or with the form
 * has started. Jakarta Security allows one mechanism per WAR, so this is the one. Never computes a password hash and never
 * challenges: an anonymous request continues, and the filters and servlets reject it where login is required.
 */
@ApplicationScoped
public class BasicOrSessionMechanism implements HttpAuthenticationMechanism {
    @Inject
    ControlRoom controlRoom;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<Person> person = Caller.of(request).or(() -> find(request));
        if (person.isEmpty()) {
            return context.doNothing();
        }
        Caller.set(request, person.get());
        return context.notifyContainerAboutLogin(
                person.get().name(), person.get().roleCodes());
    }

    /** An {@code Authorization} header at the API counts alone, and creates no session. */
    private Optional<Person> find(HttpServletRequest request) {
        if (!Credential.isExpected(request)) {
            return bySession(request);
        }
        Optional<String> bearer = Credential.bearer(request);
        return bearer.isPresent()
                ? controlRoom.signOn().flatMap(signOn -> authenticated(bearer.get(), signOn, request))
                : Credential.ofHeader(request).flatMap(typed -> remembered(typed, request));
    }

    private Optional<Person> authenticated(String accessToken, SingleSignOn signOn, HttpServletRequest request) {
        String address = controlRoom.trustedProxies().addressOf(request);
        Result result = signOn.authenticate(accessToken);
        if (result instanceof Result.Accepted accepted) {
            if (signOn.isFirstCall(accepted.person(), address)) {
                controlRoom.signIns().publish(new SignedIn(accepted.person(), Method.BEARER, address));
            }
            return Optional.of(accepted.person());
        }
        if (result instanceof Result.NotPermitted refused) {
            Caller.setLogin(request, new LoginService.Result.NotPermitted(refused.problem()));
        }
        controlRoom.signIns().publish(SignOnRefusals.event(Method.BEARER, result, address));
        return Optional.empty();
    }

    private Optional<Person> remembered(Credential typed, HttpServletRequest request) {
        String address = controlRoom.trustedProxies().addressOf(request);
        return controlRoom.logins().remembered(typed.name(), typed.password(), address);
    }

    /** A session counts by its cookie only: an id in the address ends up in logs and histories. */
    private Optional<Person> bySession(HttpServletRequest request) {
        if (!request.isRequestedSessionIdFromCookie()) {
            return Optional.empty();
        }
        return Optional.ofNullable(request.getSession(false))
                .flatMap(session ->
                        SessionLogin.find(session, controlRoom.clock().instant(), isBackground(request)))
                .flatMap(controlRoom.users()::current);
    }

    /** A page that polls does not extend the session: the person may have left. */
    private static boolean isBackground(HttpServletRequest request) {
        return request.getHeader("Portnokkel-Background") != null;
    }
}
