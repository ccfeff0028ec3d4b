package no.portnokkel.admin.security;

import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.control.users.Person;

/**
 * Logs every act at the API: one line with person, roles, address, what was done and with what result. A request that only
 * reads is no act. Bodies are not logged, apart from members of the answer that say what was acted upon.
 */
@Provider
public final class ActLogFilter implements ContainerResponseFilter {
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final List<String> OBJECT = List.of("id", "from", "to", "state", "code");

    @Context
    HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!READING.contains(request.getMethod())) {
            Caller.of(request).ifPresent(person -> log(person, request, response));
        }
    }

    private void log(Person person, ContainerRequestContext request, ContainerResponseContext response) {
        String what = request.getMethod() + " " + request.getUriInfo().getPath().replaceFirst("^/", "");
        String result = Stream.concat(Stream.of(Integer.toString(response.getStatus())), object(response.getEntity()))
                .collect(Collectors.joining(" "));
        ActLog.act(person, Caller.address(servletRequest), what, result);
    }

    private static Stream<String> object(Object entity) {
        return entity instanceof JsonObject json
                ? OBJECT.stream()
                        .filter(name -> !json.getString(name, "").isEmpty())
                        .map(name -> name + "=" + json.getString(name))
                : Stream.empty();
    }
}
