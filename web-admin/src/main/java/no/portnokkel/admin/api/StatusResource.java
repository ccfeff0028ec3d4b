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
import java.util.Locale;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.deployments.Deployments;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.management.StatusView;

/** {@code status}: the state of the server. */
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class StatusResource {
    @Inject
    ControlRoom controlRoom;

    @Inject
    Deployments deployments;

    /** Returns environment, readiness, problems, HSM, key and tokens, and the same of the other applications of this server. */
    @GET
    @RolesAllowed("viewer")
    public JsonObject status(@Context HttpHeaders headers) {
        Locale language = Caller.language(headers);
        return StatusView.of(
                        controlRoom.portnokkel(),
                        controlRoom.ready(),
                        controlRoom.problems(),
                        controlRoom.clock(),
                        language)
                .put("node", controlRoom.nodes().name())
                .put("applications", deployments.statuses(language))
                .object();
    }
}
