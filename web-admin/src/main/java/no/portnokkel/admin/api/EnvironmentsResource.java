package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.json.ProblemView;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.config.EnvironmentSettings;

/** {@code environments}: the configured environments. */
@Path("environments")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class EnvironmentsResource {
    @Inject
    ControlRoom controlRoom;

    /** Returns all environments, each with the problems that prevent its use. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray environments(@Context HttpHeaders headers) {
        return environments(
                controlRoom.portnokkel().configuration().environments(),
                controlRoom.portnokkel().activeEnvironment().environment(),
                Caller.language(headers));
    }

    /** Returns the settings that a switch to this environment would change now. */
    @GET
    @Path("{name}/difference")
    @RolesAllowed("viewer")
    public JsonArray difference(@PathParam("name") String name) {
        return SwitchView.difference(controlRoom.switches().preview(name));
    }

    /** Returns all environments, by name. */
    private static JsonArray environments(
            Map<String, EnvironmentSettings> environments, Optional<String> active, Locale language) {
        return JsonMembers.array(environments.entrySet().stream()
                .map(entry -> environment(entry.getValue(), active.equals(Optional.of(entry.getKey())), language))
                .toList());
    }

    private static JsonObject environment(EnvironmentSettings settings, boolean active, Locale language) {
        Environment environment = settings.environment();
        return new JsonMembers()
                .put("name", environment.name())
                .put("class", environment.environmentClass().word())
                .put("state", active ? "active" : settings.state().name().toLowerCase(Locale.ROOT))
                .put("issuer", Optional.of(environment.issuer()).filter(issuer -> !issuer.isEmpty()))
                .put("problems", ProblemView.all(settings.problems(), language))
                .object();
    }
}
