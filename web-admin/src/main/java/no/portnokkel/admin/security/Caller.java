package no.portnokkel.admin.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import no.portnokkel.control.users.Person;

/** Who is behind a request, as the sign-in found out. Kept at the request, since servers differ in what they tell of it. */
public final class Caller {
    private static final String ATTRIBUTE = Caller.class.getName();
    private static final String PAUSED = Caller.class.getName() + ".paused";

    private Caller() {}

    /** Notes that this person has signed in. */
    public static void is(HttpServletRequest request, Person person) {
        request.setAttribute(ATTRIBUTE, person);
    }

    /** Notes that a password was not looked at, since too many wrong ones came before. */
    public static void mustWait(HttpServletRequest request) {
        request.setAttribute(PAUSED, true);
    }

    /** The person, or empty for anonymous. */
    public static Optional<Person> of(HttpServletRequest request) {
        return person(request.getAttribute(ATTRIBUTE));
    }

    /** Likewise; JAX-RS shows a request's attributes as properties. */
    static Optional<Person> of(ContainerRequestContext request) {
        return person(request.getProperty(ATTRIBUTE));
    }

    static boolean mustWait(ContainerRequestContext request) {
        return request.getProperty(PAUSED) != null;
    }

    private static Optional<Person> person(Object attribute) {
        return attribute instanceof Person person ? Optional.of(person) : Optional.empty();
    }
}
