package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.deployments.Deployments;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.management.TokenView;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.runtime.PortnokkelOperations.TrialResult;

/** {@code tokens}: cached tokens and trials. Never shows the value of a token. */
@Path("tokens")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class TokensResource {
    @Inject
    ControlRoom controlRoom;

    @Inject
    Deployments deployments;

    /** Returns the cached tokens of the control room, then those of the other applications of this server. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray cached() {
        JsonArrayBuilder tokens = Json.createArrayBuilder(
                TokenView.cached(controlRoom.portnokkel().cachedTokens()));
        deployments.cachedTokens().forEach(tokens::add);
        return tokens.build();
    }

    /** Drops all cached tokens and cached failures. */
    @DELETE
    @RolesAllowed("operator")
    public void drop(@Context HttpServletRequest request) {
        controlRoom.portnokkel().clearTokens();
        controlRoom.audit().trail().record(AuditRecord.by(Caller.actor(request), Act.TOKENS_DROPPED, "tokens"));
    }

    /** Fetches a token, and returns its claims and timings. */
    @POST
    @Path("trial")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("operator")
    public JsonObject trial(InputStream json, @Context HttpServletRequest request) throws IOException {
        TrialRequest trial = TrialRequest.read(json);
        AuditRecord record = AuditRecord.by(
                Caller.actor(request), Act.TRIAL_TOKEN, trial.request().scopeText());
        try {
            TrialResult result = controlRoom.portnokkel().trial(trial.request(), trial.fresh());
            controlRoom.audit().trail().record(record.to("granted"));
            return TokenView.trial(result);
        } catch (TokenException failed) {
            controlRoom.audit().trail().record(record.to(failed.problem().code().word()));
            throw failed;
        }
    }
}
