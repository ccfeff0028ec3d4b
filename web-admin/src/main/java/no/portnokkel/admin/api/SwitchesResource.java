package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.switching.Switch;
import no.portnokkel.control.users.Person;

/** {@code switches}: switching of environments by two persons. */
@Path("switches")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class SwitchesResource {
    private static final String UUID_PATTERN = "{id: [0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}";

    @Inject
    ControlRoom controlRoom;

    /** Returns all switches, the newest first. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray all(@Context HttpHeaders headers) {
        return SwitchView.all(controlRoom.switches().all().stream()
                .map(change -> view(change, headers))
                .toList());
    }

    /** Proposes a switch. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("operator")
    public Response propose(InputStream json, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws IOException {
        RequestBody body = RequestBody.read(json, "environment", "reason");
        Switch proposed =
                controlRoom.switches().propose(person(request), body.text("environment"), body.text("reason"));
        return Response.status(Response.Status.CREATED)
                .entity(view(proposed, headers))
                .build();
    }

    /** Approves a proposal: fetches a token in the target environment and switches to it. */
    @POST
    @Path(UUID_PATTERN + "/approval")
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject approve(
            @PathParam("id") UUID id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
        return view(controlRoom.switches().approve(id, person(request)), headers);
    }

    /** Withdraws a proposal. */
    @DELETE
    @Path(UUID_PATTERN)
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject withdraw(
            @PathParam("id") UUID id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
        return view(controlRoom.switches().withdraw(id, person(request)), headers);
    }

    private JsonObject view(Switch change, HttpHeaders headers) {
        return SwitchView.of(change, controlRoom.switches().requirements(change), Caller.language(headers));
    }

    private static Person person(HttpServletRequest request) {
        return Caller.of(request).orElseThrow(); // AuthenticationFilter rejects anonymous callers
    }
}
