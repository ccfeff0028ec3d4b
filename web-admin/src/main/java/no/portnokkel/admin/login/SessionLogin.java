package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody's place at the pages: a name in the session, and when that person last did something.
 *
 * @param name of a person
 * @param lastActive what a page does by itself does not count
 */
record SessionLogin(String name, Instant lastActive) implements Serializable {
    private static final String ATTRIBUTE = SessionLogin.class.getName();
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(15);

    static void take(HttpSession session, String name, Instant now) {
        session.setAttribute(ATTRIBUTE, new SessionLogin(name, now));
    }

    /** The name; empty when nobody sits there, or has been idle for a quarter of an hour. */
    static Optional<String> in(HttpSession session, Instant now, boolean background) {
        if (!(session.getAttribute(ATTRIBUTE) instanceof SessionLogin seat)) {
            return Optional.empty();
        }
        if (!now.isBefore(seat.lastActive().plus(LONGEST_IDLE))) {
            session.invalidate();
            return Optional.empty();
        }
        if (!background) {
            take(session, seat.name(), now);
        }
        return Optional.of(seat.name());
    }
}
