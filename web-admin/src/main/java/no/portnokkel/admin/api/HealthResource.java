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

/** Liveness and readiness, on every server at the same address. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class HealthResource {
    @Inject
    ControlRoom room;

    /** Down: only a restart can help. */
    @GET
    @Path("live")
    @PermitAll
    public Response live() {
        boolean live = room.portnokkel().isLive();
        return answer(live, HealthView.of("portnokkel-live", live, List.of()));
    }

    /** Down: callers get no tokens, or a person must mend something. */
    @GET
    @Path("ready")
    @PermitAll
    public Response ready() {
        boolean ready = room.ready();
        return answer(ready, HealthView.of("portnokkel-ready", ready, room.problems()));
    }

    private static Response answer(boolean up, JsonObject health) {
        return Response.status(up ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .entity(health)
                .build();
    }
}
