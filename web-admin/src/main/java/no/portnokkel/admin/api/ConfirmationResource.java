package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.PersonView;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.switching.Confirmation;
import no.portnokkel.control.switching.ConfirmationService;
import no.portnokkel.control.switching.Switch.ApprovalRequirement;
import no.portnokkel.json.JsonMembers;

/** {@code confirmation}: two persons confirm the settings and users in effect. */
@Path("confirmation")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class ConfirmationResource {
    @Inject
    ControlRoom controlRoom;

    /** Returns what differs from the confirmed state. */
    @GET
    @RolesAllowed("viewer")
    public JsonObject overview() {
        Confirmation.Overview overview = confirmations().overview();
        return new JsonMembers()
                .put("environment", overview.environment())
                .put("confirmed", overview.confirmed())
                .put("difference", SwitchView.difference(overview.difference()))
                .putObject("proposal", overview.proposal().map(this::view))
                .object();
    }

    /** Proposes to confirm what is in effect. */
    @POST
    @RolesAllowed("operator")
    public Response propose(@Context HttpServletRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(view(confirmations().propose(Caller.actor(request))))
                .build();
    }

    /** Confirms a proposal as the second person. */
    @POST
    @Path("{id: [0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}/approval")
    @RolesAllowed({"operator", "security-officer"})
    public JsonObject approve(@PathParam("id") UUID id, @Context HttpServletRequest request) {
        return view(confirmations().approve(id, Caller.actor(request)));
    }

    private JsonObject view(Confirmation confirmation) {
        JsonMembers members = new JsonMembers()
                .put("id", confirmation.id().toString())
                .put("environment", confirmation.environment());
        PersonView.add("proposedBy", confirmation.proposedBy(), members)
                .put("proposedAt", confirmation.proposedAt().toString())
                .put("expiresAt", confirmation.expiresAt().toString())
                .put("digest", confirmation.state().digest())
                .put(
                        "needs",
                        JsonMembers.texts(confirmations().requirements(confirmation).stream()
                                .map(ApprovalRequirement::code)
                                .toList()))
                .put("state", confirmation.decision().isPresent() ? "active" : "proposed");
        confirmation
                .decision()
                .ifPresent(decision -> PersonView.add("decidedBy", decision.by(), members)
                        .put("decidedAt", decision.at().toString()));
        return members.object();
    }

    private ConfirmationService confirmations() {
        return controlRoom.switches().confirmations();
    }
}
