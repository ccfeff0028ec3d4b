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

/** {@code tokens}: cached tokens and trials. Never shows the value of a token. */
@Path("tokens")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class TokensResource {
    @Inject
    ControlRoom controlRoom;

    /** Returns the cached tokens. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray cached() {
        return TokenView.cached(controlRoom.portnokkel().cachedTokens());
    }

    /** Drops all cached tokens and cached failures. */
    @DELETE
    @RolesAllowed("operator")
    public void drop() {
        controlRoom.portnokkel().clearTokens();
    }

    /** Fetches a token, and returns its claims and timings. */
    @POST
    @Path("trial")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("operator")
    public JsonObject trial(InputStream json) throws IOException {
        TrialRequest trial = TrialRequest.read(json);
        return TokenView.trial(controlRoom.portnokkel().trial(trial.request(), trial.fresh()));
    }
}
