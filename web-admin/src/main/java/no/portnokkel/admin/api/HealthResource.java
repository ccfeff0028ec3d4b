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
import no.portnokkel.json.JsonMembers;
import no.portnokkel.problem.Problem;

/** Liveness and readiness, at the same address on every server. */
@Path("")
@Produces(MediaType.WILDCARD) // JSON whatever the client accepts: a load balancer may send anything
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
        return response(live, check("portnokkel-live", live, List.of()));
    }

    /** Returns DOWN (503) when callers get no tokens, or a problem requires action by a person. */
    @GET
    @Path("ready")
    @PermitAll
    public Response ready() {
        boolean ready = controlRoom.ready();
        return response(ready, check("portnokkel-ready", ready, controlRoom.problems()));
    }

    private static Response response(boolean up, JsonObject health) {
        return Response.status(up ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(health)
                .build();
    }

    /**
     * Returns a check that is up or down.
     *
     * @param problems their codes become the check's {@code data}; without problems it is left out
     */
    static JsonObject check(String name, boolean up, List<Problem> problems) {
        String status = up ? "UP" : "DOWN";
        JsonMembers members = new JsonMembers().put("name", name).put("status", status);
        List<String> codes = problems.stream()
                .map(problem -> problem.code().word())
                .distinct()
                .toList();
        if (!codes.isEmpty()) {
            members.put(
                    "data",
                    new JsonMembers().put("problems", String.join(" ", codes)).object());
        }
        return new JsonMembers()
                .put("status", status)
                .put("checks", JsonMembers.array(List.of(members.object())))
                .object();
    }
}
