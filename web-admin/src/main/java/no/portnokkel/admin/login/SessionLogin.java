package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The login stored in a session. Ends after 15 minutes without activity, and eight hours after the login in any case.
 *
 * @param name of the user
 * @param loggedInAt time of the login
 * @param lastActive time of the last request; polling by a page does not count
 */
record SessionLogin(String name, Instant loggedInAt, Instant lastActive) implements Serializable {
    private static final String ATTRIBUTE = SessionLogin.class.getName();
    private static final Duration MAX_IDLE = Duration.ofMinutes(15);
    private static final Duration MAX_LIFETIME = Duration.ofHours(8);

    static void store(HttpSession session, String name, Instant now) {
        session.setAttribute(ATTRIBUTE, new SessionLogin(name, now, now));
    }

    /**
     * Returns the user's name; empty when nobody is logged in. Ends the session when its time is over.
     *
     * @param background whether a page polls: such a request does not count as activity
     */
    static Optional<String> find(HttpSession session, Instant now, boolean background) {
        if (!(session.getAttribute(ATTRIBUTE) instanceof SessionLogin login)) {
            return Optional.empty();
        }
        if (!login.isValid(now)) {
            session.invalidate();
            return Optional.empty();
        }
        if (!background) {
            session.setAttribute(ATTRIBUTE, new SessionLogin(login.name(), login.loggedInAt(), now));
        }
        return Optional.of(login.name());
    }

    boolean isValid(Instant now) {
        return now.isBefore(lastActive.plus(MAX_IDLE)) && now.isBefore(loggedInAt.plus(MAX_LIFETIME));
    }
}
