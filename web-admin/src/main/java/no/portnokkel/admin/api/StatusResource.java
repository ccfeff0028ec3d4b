package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.StatusView;
import no.portnokkel.maskinporten.http.ProductVersion;

/** How everything is. */
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class StatusResource {
    @Inject
    ControlRoom room;

    /** Environment, readiness, problems, HSM, key and tokens. */
    @GET
    @RolesAllowed("viewer")
    public JsonObject status(@Context HttpHeaders headers) {
        return StatusView.of(
                room.portnokkel(),
                ProductVersion.VERSION,
                room.ready(),
                room.problems(),
                room.clock(),
                Language.of(headers));
    }
}
