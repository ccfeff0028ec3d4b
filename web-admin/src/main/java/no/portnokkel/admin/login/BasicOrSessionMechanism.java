package no.portnokkel.admin.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.Person;

/**
 * Authenticates a request: an {@code Authorization} header at the API, which creates no session; otherwise the session.
 * Never challenges: an anonymous request continues, and the filters and servlets reject it where login is required.
 */
@ApplicationScoped
public class BasicOrSessionMechanism implements HttpAuthenticationMechanism {
    private static final String BASIC_SCHEME = "basic ";

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
        Optional<UsernamePasswordCredential> credential = parseBasic(authorization);
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

    /**
     * Returns user name and password of an {@code Authorization} header of HTTP Basic (RFC 7617), in UTF-8; empty when the
     * header has another scheme or is malformed.
     */
    static Optional<UsernamePasswordCredential> parseBasic(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BASIC_SCHEME)) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization
                                    .substring(BASIC_SCHEME.length())
                                    .strip()),
                    StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new UsernamePasswordCredential(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
