package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.EnvironmentView;
import no.portnokkel.admin.json.SwitchView;

/** {@code environments}: the configured environments. */
@Path("environments")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class EnvironmentsResource {
    @Inject
    ControlRoom controlRoom;

    /** Returns all environments, each with the problems that prevent its use. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray environments(@Context HttpHeaders headers) {
        return EnvironmentView.all(
                controlRoom.portnokkel().configuration().environments(),
                controlRoom.portnokkel().activeEnvironment().environment(),
                Language.of(headers));
    }

    /** Returns the settings that a switch to this environment would change now. */
    @GET
    @Path("{name}/difference")
    @RolesAllowed("viewer")
    public JsonArray difference(@PathParam("name") String name) {
        return SwitchView.difference(controlRoom.switches().preview(name));
    }
}
