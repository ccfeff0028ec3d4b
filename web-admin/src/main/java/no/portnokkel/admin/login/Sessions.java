package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.control.users.Person;

/** Starts and ends the session of a browser. */
final class Sessions {
    private Sessions() {}

    /** Starts a session with a new id, against session fixation. */
    static void start(
            Person person,
            Optional<String> idToken,
            ControlRoom controlRoom,
            HttpServletRequest request,
            HttpServletResponse response) {
        end(request);
        HttpSession session = request.getSession(true);
        SessionLogin.store(session, person, idToken, controlRoom.clock().instant());
        SessionCookie.protect(request, response, controlRoom.trustedProxies().isSecure(request));
    }

    /** Ends the session, so that its cookie is of no use to anybody. Returns the ID token that it was started with. */
    static Optional<String> end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return Optional.empty();
        }
        Optional<String> idToken = SessionLogin.idToken(session);
        session.invalidate();
        return idToken;
    }
}
