package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.TokenView;
import no.portnokkel.admin.json.TrialRequest;

/** Tokens, never their values. */
@Path("tokens")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class TokensResource {
    @Inject
    ControlRoom room;

    /** What is kept. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray kept() {
        return TokenView.kept(room.portnokkel().cachedTokens());
    }

    /** Drops what is kept and what is remembered of failures. */
    @DELETE
    @RolesAllowed("operator")
    public void forget() {
        room.portnokkel().clearTokens();
    }

    /** Fetches a token to see that it can be. */
    @POST
    @Path("trial")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("operator")
    public JsonObject trial(InputStream json) throws IOException {
        TrialRequest trial = TrialRequest.read(json);
        return TokenView.trial(room.portnokkel().trial(trial.request(), trial.fresh()));
    }
}
