package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.ChangeLogView;

/** What has changed at Maskinporten. */
@Path("changelog")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class ChangeLogResource {
    @Inject
    ControlRoom room;

    /** All changes, the newest first, judged now. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray changes(@Context HttpHeaders headers) {
        return ChangeLogView.of(room.changes(), Language.of(headers));
    }
}
