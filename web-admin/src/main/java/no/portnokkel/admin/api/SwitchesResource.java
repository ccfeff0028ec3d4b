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
import no.portnokkel.admin.json.RequestBody;
import no.portnokkel.admin.json.SwitchView;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.switching.Switch;
import no.portnokkel.control.users.Person;

/** The change of environment by two persons. */
@Path("switches")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class SwitchesResource {
    private static final String UUID_FORM = "{id: [0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}";

    @Inject
    ControlRoom room;

    /** All, the newest first. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray all(@Context HttpHeaders headers) {
        return SwitchView.all(room.switches().all().stream()
                .map(known -> view(known, headers))
                .toList());
    }

    /** Proposes another environment. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("operator")
    public Response propose(InputStream json, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws IOException {
        RequestBody body = RequestBody.read(json, "environment", "reason");
        Switch proposed = room.switches().propose(person(request), body.text("environment"), body.text("reason"));
        return Response.status(Response.Status.CREATED)
                .entity(view(proposed, headers))
                .build();
    }

    /** Approves a proposal, tries its target, and switches. */
    @POST
    @Path(UUID_FORM + "/approval")
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject approve(
            @PathParam("id") UUID id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
        return view(room.switches().approve(id, person(request)), headers);
    }

    /** Withdraws a proposal. */
    @DELETE
    @Path(UUID_FORM)
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject withdraw(
            @PathParam("id") UUID id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
        return view(room.switches().withdraw(id, person(request)), headers);
    }

    private JsonObject view(Switch known, HttpHeaders headers) {
        return SwitchView.of(known, room.switches().needs(known), Language.of(headers));
    }

    private static Person person(HttpServletRequest request) {
        return Caller.of(request).orElseThrow(); // the door lets nobody else in
    }
}
