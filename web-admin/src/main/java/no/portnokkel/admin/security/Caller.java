package no.portnokkel.admin.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.control.users.Person;

/**
 * The person who sends a request. Stored as a request attribute by the login, since servers differ in what they expose of
 * the authenticated caller.
 */
public final class Caller {
    private static final String ATTRIBUTE = Caller.class.getName();
    private static final String THROTTLED = Caller.class.getName() + ".throttled";

    private Caller() {}

    /** Stores the person who is logged in. */
    public static void set(HttpServletRequest request, Person person) {
        request.setAttribute(ATTRIBUTE, person);
    }

    /** Stores that the password was not checked, because of too many failed attempts before. */
    public static void setThrottled(HttpServletRequest request) {
        request.setAttribute(THROTTLED, true);
    }

    /** Returns the person; empty for an anonymous request. */
    public static Optional<Person> of(HttpServletRequest request) {
        return person(request.getAttribute(ATTRIBUTE));
    }

    /** Returns the first language of {@code Accept-Language}; English without that header. */
    public static Locale language(HttpHeaders headers) {
        return language(headers.getAcceptableLanguages());
    }

    static Locale language(List<Locale> accepted) {
        return accepted.isEmpty() ? Locale.ENGLISH : accepted.get(0);
    }

    /** Returns the person; JAX-RS exposes the request's attributes as properties. */
    static Optional<Person> of(ContainerRequestContext request) {
        return person(request.getProperty(ATTRIBUTE));
    }

    static boolean isThrottled(ContainerRequestContext request) {
        return request.getProperty(THROTTLED) != null;
    }

    private static Optional<Person> person(Object attribute) {
        return attribute instanceof Person person ? Optional.of(person) : Optional.empty();
    }
}
