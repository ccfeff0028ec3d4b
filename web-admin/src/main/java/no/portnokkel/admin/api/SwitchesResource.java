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
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.RequestBody;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.switching.ChangeRecord;
import no.portnokkel.control.switching.Switch;
import no.portnokkel.control.switching.SwitchService;
import no.portnokkel.control.users.Actor;
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

    /** Proposes a switch, or switches at once as an emergency change. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({"operator", "security-officer"})
    public Response propose(InputStream json, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws IOException {
        Actor actor = Caller.actor(request);
        RequestBody body = body(json, actor.person());
        boolean isEmergency = body.flag("emergency");
        if (!isEmergency) {
            controlRoom.switches().requireProposer(actor.person());
        }
        String environment = body.text("environment");
        ChangeRecord record = record(body);
        SwitchService switches = controlRoom.switches();
        Switch created = isEmergency
                ? switches.switchInEmergency(actor, environment, record)
                : switches.propose(actor, environment, record);
        return Response.status(Response.Status.CREATED)
                .entity(view(created, headers))
                .build();
    }

    /** Whoever may not propose is told so first, whatever the body is. */
    private RequestBody body(InputStream json, Person person) throws IOException {
        try {
            return RequestBody.read(
                    json,
                    "environment",
                    "emergency",
                    "reason",
                    "purpose",
                    "scope",
                    "plannedTime",
                    "expectedOutcome",
                    "fallBack");
        } catch (ProblemException invalid) {
            controlRoom.switches().requireProposer(person);
            throw invalid;
        }
    }

    private static ChangeRecord record(RequestBody body) {
        return new ChangeRecord(
                body.text("reason"),
                body.optionalText("purpose"),
                body.optionalText("scope"),
                body.optionalText("plannedTime"),
                body.optionalText("expectedOutcome"),
                body.optionalText("fallBack"));
    }

    /** Approves a proposal: fetches a token in the target environment and switches to it. */
    @POST
    @Path(UUID_PATTERN + "/approval")
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject approve(
            InputStream json,
            @PathParam("id") UUID id,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers)
            throws IOException {
        Optional<String> digest = RequestBody.readOptional(json, "digest").optionalText("digest");
        return view(controlRoom.switches().approve(id, Caller.actor(request), digest), headers);
    }

    /** Reviews an emergency change as another person. */
    @POST
    @Path(UUID_PATTERN + "/review")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject review(
            InputStream json,
            @PathParam("id") UUID id,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers)
            throws IOException {
        String note = RequestBody.read(json, "note").text("note");
        return view(controlRoom.switches().review(id, Caller.actor(request), note), headers);
    }

    /** Withdraws a proposal. */
    @DELETE
    @Path(UUID_PATTERN)
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject withdraw(
            @PathParam("id") UUID id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
        return view(controlRoom.switches().withdraw(id, Caller.actor(request)), headers);
    }

    private JsonObject view(Switch change, HttpHeaders headers) {
        return SwitchView.of(change, controlRoom.switches().requirements(change), Caller.language(headers));
    }
}
