package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.json.JsonMembers;

/** {@code session}: the person who is logged in. */
@Path("session")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class SessionResource {
    /** Returns the caller's name and roles, so that a page offers only permitted actions. */
    @GET
    @RolesAllowed("viewer")
    public JsonObject session(@Context HttpServletRequest request) {
        return session(Caller.of(request).orElseThrow()); // AuthenticationFilter rejects anonymous callers
    }

    /** Returns name, id and roles, including implied roles. */
    private static JsonObject session(Person person) {
        return new JsonMembers()
                .put("user", person.name())
                .put("id", person.id())
                .put(
                        "roles",
                        JsonMembers.texts(
                                person.roles().stream().map(Role::code).toList()))
                .object();
    }
}
