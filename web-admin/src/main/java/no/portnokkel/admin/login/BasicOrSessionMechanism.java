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
import no.portnokkel.control.users.Person;

/**
 * Authenticates a request by what is known already: a login that {@code LoginFilter} has stored, a credential of HTTP Basic
 * that was verified within the last minute, or the session. Never computes a password hash and never challenges: an anonymous
 * request continues, and the filters and servlets reject it where login is required.
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
        return Credential.isExpected(request)
                ? Credential.ofHeader(request).flatMap(typed -> remembered(typed, request))
                : bySession(request);
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
                .flatMap(controlRoom.users()::find);
    }

    /** A page that polls does not extend the session: the person may have left. */
    private static boolean isBackground(HttpServletRequest request) {
        return request.getHeader("Portnokkel-Background") != null;
    }
}
