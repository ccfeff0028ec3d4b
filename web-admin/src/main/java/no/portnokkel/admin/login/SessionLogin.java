package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The login stored in a session.
 *
 * @param name of the user
 * @param lastActive time of the last request; polling by a page does not count
 */
record SessionLogin(String name, Instant lastActive) implements Serializable {
    private static final String ATTRIBUTE = SessionLogin.class.getName();
    private static final Duration MAX_IDLE = Duration.ofMinutes(15);

    static void store(HttpSession session, String name, Instant now) {
        session.setAttribute(ATTRIBUTE, new SessionLogin(name, now));
    }

    /**
     * Returns the user's name; empty when nobody is logged in. Ends the session after 15 minutes without activity.
     *
     * @param background whether a page polls: such a request does not count as activity
     */
    static Optional<String> find(HttpSession session, Instant now, boolean background) {
        if (!(session.getAttribute(ATTRIBUTE) instanceof SessionLogin login)) {
            return Optional.empty();
        }
        if (!now.isBefore(login.lastActive().plus(MAX_IDLE))) {
            session.invalidate();
            return Optional.empty();
        }
        if (!background) {
            store(session, login.name(), now);
        }
        return Optional.of(login.name());
    }
}
