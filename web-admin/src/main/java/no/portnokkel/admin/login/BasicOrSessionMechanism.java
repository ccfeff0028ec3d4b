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
 * Finds out who is asking: by the {@code Authorization} header at the API, which makes no session, else by the session.
 * Challenges nobody: anonymous requests go on, and the door refuses them where they may not.
 */
@ApplicationScoped
public class BasicOrSessionMechanism implements HttpAuthenticationMechanism {
    private final Clock clock = Clock.systemUTC();

    @Inject
    PasswordLogin signIn;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String authorization = request.getHeader("Authorization");
        boolean api = request.getRequestURI().startsWith(request.getContextPath() + "/api/");
        Optional<Person> person = api && authorization != null ? byHeader(authorization, request) : bySession(request);
        if (person.isEmpty()) {
            return context.doNothing();
        }
        Caller.is(request, person.get());
        return context.notifyContainerAboutLogin(
                person.get().name(), person.get().roleWords());
    }

    private Optional<Person> byHeader(String authorization, HttpServletRequest request) {
        Optional<UsernamePasswordCredential> credential = BasicCredentials.in(authorization);
        if (credential.isEmpty()) {
            return Optional.empty();
        }
        PasswordLogin.Attempt attempt = signIn.check(credential.get());
        if (attempt.mustWait()) {
            Caller.mustWait(request);
        }
        return attempt.person();
    }

    private Optional<Person> bySession(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false))
                .flatMap(session -> SessionLogin.in(session, clock.instant(), isBackground(request)))
                .flatMap(signIn::stillKnown);
    }

    /** A page that only looks again by itself does not keep a session alive for somebody who has left. */
    private static boolean isBackground(HttpServletRequest request) {
        return request.getHeader("Portnokkel-Background") != null;
    }
}
