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

/** {@code changelog}: changes at Maskinporten, with their status on this server. */
@Path("changelog")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class ChangeLogResource {
    @Inject
    ControlRoom controlRoom;

    /** Returns all changes, the newest first. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray changes(@Context HttpHeaders headers) {
        return ChangeLogView.of(controlRoom.changes(), Language.of(headers));
    }
}
