package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.changelog.Change;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.problem.Text;

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
        return changes(controlRoom.changes(), Caller.language(headers));
    }

    /** Returns the entries in their order; {@code why} is in the reader's language, title and text are in both. */
    static JsonArray changes(List<Change.Assessed> entries, Locale language) {
        return JsonMembers.array(
                entries.stream().map(entry -> change(entry, language)).toList());
    }

    private static JsonObject change(Change.Assessed entry, Locale language) {
        Change change = entry.change();
        return new JsonMembers()
                .put("id", change.id())
                .put("date", change.date().toString())
                .put("title", bothLanguages(change.title()))
                .put("text", bothLanguages(change.text()))
                .put("source", change.source().toString())
                .put("concerns", change.concerns())
                .put("judgement", entry.status().code())
                .put("why", entry.reason().in(language))
                .object();
    }

    private static JsonObject bothLanguages(Text text) {
        return new JsonMembers().put("no", text.no()).put("en", text.en()).object();
    }
}
