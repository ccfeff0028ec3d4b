package no.portnokkel.admin.keys;

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
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.keys.KeyChange;
import no.portnokkel.control.keys.KeyChangeService;
import no.portnokkel.control.keys.KeyRequest;
import no.portnokkel.control.users.Actor;
import no.portnokkel.json.JsonMembers;

/** {@code key-changes}: which keys the clients sign with, decided by two persons; the stop of a key, by one. */
@Path("key-changes")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class KeyChangesResource {
    private static final String UUID_PATTERN = "{id: [0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}";

    @Inject
    ControlRoom controlRoom;

    /** Returns all changes, the newest first. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray all(@Context HttpHeaders headers) {
        return JsonMembers.array(controlRoom.keyChanges().all().stream()
                .map(change -> view(change, headers))
                .toList());
    }

    /** Proposes a change, or stops a key at once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("security-officer")
    public Response propose(InputStream json, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws IOException {
        Actor actor = Caller.actor(request);
        RequestBody body = RequestBody.read(json, "environment", "client", "action", "label", "kid", "reason");
        KeyRequest wanted = new KeyRequest(
                body.text("environment"),
                body.optionalText("client"),
                body.text("action"),
                body.text("label"),
                body.optionalText("kid"),
                body.text("reason"));
        JsonObject created = KeyChangeService.isStop(wanted)
                ? KeyChangeView.of(controlRoom.keyChanges().stop(actor, wanted), Caller.language(headers))
                : view(controlRoom.keyChanges().propose(actor, wanted), headers);
        return Response.status(Response.Status.CREATED).entity(created).build();
    }

    /** Approves a proposal: canary grants with the key begin. */
    @POST
    @Path(UUID_PATTERN + "/approval")
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject approve(
            @PathParam("id") UUID id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
        return view(controlRoom.keyChanges().approve(id, Caller.actor(request)), headers);
    }

    /** Withdraws a proposal. */
    @DELETE
    @Path(UUID_PATTERN)
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject withdraw(
            @PathParam("id") UUID id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
        return view(controlRoom.keyChanges().withdraw(id, Caller.actor(request)), headers);
    }

    private JsonObject view(KeyChange change, HttpHeaders headers) {
        return KeyChangeView.of(change, controlRoom.keyChanges().requirements(change), Caller.language(headers));
    }
}
