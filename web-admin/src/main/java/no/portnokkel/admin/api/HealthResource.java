package no.portnokkel.admin.api;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.HealthView;

/** Liveness and readiness, at the same address on every server. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class HealthResource {
    @Inject
    ControlRoom controlRoom;

    /** Returns DOWN (503) when only a restart can help. */
    @GET
    @Path("live")
    @PermitAll
    public Response live() {
        boolean live = controlRoom.portnokkel().isLive();
        return response(live, HealthView.of("portnokkel-live", live, List.of()));
    }

    /** Returns DOWN (503) when callers get no tokens, or a problem requires action by a person. */
    @GET
    @Path("ready")
    @PermitAll
    public Response ready() {
        boolean ready = controlRoom.ready();
        return response(ready, HealthView.of("portnokkel-ready", ready, controlRoom.problems()));
    }

    private static Response response(boolean up, JsonObject health) {
        return Response.status(up ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .entity(health)
                .build();
    }
}
