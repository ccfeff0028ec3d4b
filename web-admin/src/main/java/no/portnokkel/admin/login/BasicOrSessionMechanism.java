package no.portnokkel.admin.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.Person;

/**
 * Authenticates a request: an {@code Authorization} header at the API, which creates no session; otherwise the session.
 * Never challenges: an anonymous request continues, and the filters and servlets reject it where login is required.
 */
@ApplicationScoped
public class BasicOrSessionMechanism implements HttpAuthenticationMechanism {
    private final Clock clock = Clock.systemUTC();

    @Inject
    PasswordLogin passwordLogin;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String authorization = request.getHeader("Authorization");
        boolean api = request.getRequestURI().startsWith(request.getContextPath() + "/api/");
        Optional<Person> person = api && authorization != null ? byHeader(authorization, request) : bySession(request);
        if (person.isEmpty()) {
            return context.doNothing();
        }
        Caller.set(request, person.get());
        return context.notifyContainerAboutLogin(
                person.get().name(), person.get().roleCodes());
    }

    private Optional<Person> byHeader(String authorization, HttpServletRequest request) {
        Optional<UsernamePasswordCredential> credential = BasicCredentials.parse(authorization);
        if (credential.isEmpty()) {
            return Optional.empty();
        }
        PasswordLogin.Result result = passwordLogin.check(credential.get());
        if (result.throttled()) {
            Caller.setThrottled(request);
        }
        return result.person();
    }

    private Optional<Person> bySession(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false))
                .flatMap(session -> SessionLogin.find(session, clock.instant(), isBackground(request)))
                .flatMap(passwordLogin::findPerson);
    }

    /** A page that polls does not extend the session: the person may have left. */
    private static boolean isBackground(HttpServletRequest request) {
        return request.getHeader("Portnokkel-Background") != null;
    }
}
