package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import no.portnokkel.control.users.Person;
import org.jspecify.annotations.Nullable;

/**
 * The login stored in a session. Ends after 15 minutes without activity, and eight hours after the login in any case.
 *
 * @param person with the roles at the login
 * @param idToken of the identity provider, for the logout there; secret; null for a built-in user
 * @param loggedInAt time of the login
 * @param lastActive time of the last request; polling by a page does not count
 */
record SessionLogin(Person person, @Nullable String idToken, Instant loggedInAt, Instant lastActive)
        implements Serializable {
    private static final String ATTRIBUTE = SessionLogin.class.getName();
    private static final Duration MAX_IDLE = Duration.ofMinutes(15);
    private static final Duration MAX_LIFETIME = Duration.ofHours(8);

    static void store(HttpSession session, Person person, Optional<String> idToken, Instant now) {
        session.setAttribute(ATTRIBUTE, new SessionLogin(person, idToken.orElse(null), now, now));
    }

    /**
     * Returns the person; empty when nobody is logged in. Ends the session when its time is over.
     *
     * @param background whether a page polls: such a request does not count as activity
     */
    static Optional<Person> find(HttpSession session, Instant now, boolean background) {
        if (!(session.getAttribute(ATTRIBUTE) instanceof SessionLogin login)) {
            return Optional.empty();
        }
        if (!login.isValid(now)) {
            session.invalidate();
            return Optional.empty();
        }
        if (!background) {
            session.setAttribute(ATTRIBUTE, new SessionLogin(login.person(), login.idToken(), login.loggedInAt(), now));
        }
        return Optional.of(login.person());
    }

    /** Returns the ID token of the login; empty for a built-in user, and when nobody is logged in. */
    static Optional<String> idToken(HttpSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof SessionLogin login
                ? Optional.ofNullable(login.idToken())
                : Optional.empty();
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "SessionLogin[" + person.id() + ", " + loggedInAt + "]";
    }

    boolean isValid(Instant now) {
        return now.isBefore(lastActive.plus(MAX_IDLE)) && now.isBefore(loggedInAt.plus(MAX_LIFETIME));
    }
}
