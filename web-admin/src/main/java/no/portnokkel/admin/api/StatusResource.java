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
import no.portnokkel.admin.security.Caller;
import no.portnokkel.maskinporten.http.ProductVersion;

/** {@code status}: the state of the server. */
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class StatusResource {
    @Inject
    ControlRoom controlRoom;

    /** Returns environment, readiness, problems, HSM, key and tokens. */
    @GET
    @RolesAllowed("viewer")
    public JsonObject status(@Context HttpHeaders headers) {
        return StatusView.of(
                controlRoom.portnokkel(),
                ProductVersion.VERSION,
                controlRoom.nodes().name(),
                controlRoom.ready(),
                controlRoom.problems(),
                controlRoom.clock(),
                Caller.language(headers));
    }
}
