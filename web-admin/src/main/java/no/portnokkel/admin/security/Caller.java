package no.portnokkel.admin.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.LoginService;
import no.portnokkel.control.users.Person;

/**
 * The person who sends a request, from where, and what is asked for. Stored as request attributes by the login, since servers differ in
 * what they expose of the authenticated caller, and after a second dispatch.
 */
public final class Caller {
    private static final String PERSON = Caller.class.getName();
    private static final String LOGIN = Caller.class.getName() + ".login";
    private static final String ADDRESS = Caller.class.getName() + ".address";
    private static final String QUERY = Caller.class.getName() + ".query";

    private Caller() {}

    /** Stores the person who is logged in. */
    public static void set(HttpServletRequest request, Person person) {
        request.setAttribute(PERSON, person);
    }

    /** Stores the result of a login with this request. */
    public static void setLogin(HttpServletRequest request, LoginService.Result result) {
        request.setAttribute(LOGIN, result);
    }

    /** Returns the result of a login with this request; empty when it had no password, or one that was remembered. */
    public static Optional<LoginService.Result> login(HttpServletRequest request) {
        return login(request.getAttribute(LOGIN));
    }

    /** Stores the address that the request comes from. */
    public static void setAddress(HttpServletRequest request, String address) {
        request.setAttribute(ADDRESS, address);
    }

    /** Returns the address that the request comes from: the caller's, also behind a trusted proxy. */
    public static String address(HttpServletRequest request) {
        return request.getAttribute(ADDRESS) instanceof String address ? address : request.getRemoteAddr();
    }

    /** Returns the person; empty for an anonymous request. */
    public static Optional<Person> of(HttpServletRequest request) {
        return person(request.getAttribute(PERSON));
    }

    /** Returns the person, who must be signed in, and the address that the request comes from. */
    public static Actor actor(HttpServletRequest request) {
        return new Actor(of(request).orElseThrow(), address(request)); // AuthenticationFilter rejects anonymous callers
    }

    /**
     * Stores the query of the address as it arrived. To be called before the request is dispatched again: Open Liberty may answer an
     * address with a query as it answered the same one without.
     */
    public static void setQuery(HttpServletRequest request) {
        request.setAttribute(QUERY, Objects.toString(request.getQueryString(), ""));
    }

    /** Returns the first parameter of this name in the query of the address; empty if it is missing or blank. */
    public static Optional<String> parameter(HttpServletRequest request, String name) {
        String query = Objects.toString(request.getAttribute(QUERY), "");
        return Stream.of(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && decoded(pair[0]).equals(name))
                .findFirst()
                .map(pair -> decoded(pair[1]))
                .filter(text -> !text.isBlank());
    }

    /** A text that is not encoded correctly is returned as it is: who reads the parameter refuses it. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
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
        return person(request.getProperty(PERSON));
    }

    static Optional<LoginService.Result> login(ContainerRequestContext request) {
        return login(request.getProperty(LOGIN));
    }

    private static Optional<Person> person(Object attribute) {
        return attribute instanceof Person person ? Optional.of(person) : Optional.empty();
    }

    private static Optional<LoginService.Result> login(Object attribute) {
        return attribute instanceof LoginService.Result result ? Optional.of(result) : Optional.empty();
    }
}
