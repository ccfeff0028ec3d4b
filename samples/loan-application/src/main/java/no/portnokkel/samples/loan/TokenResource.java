package no.portnokkel.samples.loan;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;

/** Whether an income could be requested now. Shows the scopes and the expiry of the token, never the token itself. */
@RequestScoped
@Path("token")
public class TokenResource {
    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt")
    Supplier<AccessToken> token;

    /** Returns 200 with scopes and expiry, or 503 with the reason. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response now() {
        try {
            AccessToken usable = token.get();
            JsonObject shown = Json.createObjectBuilder()
                    .add("scopes", usable.scopes().toString())
                    .add("expiresAt", usable.expiresAt().toString())
                    .build();
            return Response.ok(shown).build();
        } catch (TokenException none) {
            JsonObject reason = Json.createObjectBuilder()
                    .add("code", none.problem().code().word())
                    .add("detail", none.problem().detail().en())
                    .build();
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .entity(reason)
                    .build();
        }
    }
}
