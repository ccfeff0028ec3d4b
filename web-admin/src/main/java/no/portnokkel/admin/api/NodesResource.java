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
import no.portnokkel.control.nodes.Node;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.json.ProblemView;

/** {@code nodes}: the servers that share the database of the control room. */
@Path("nodes")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class NodesResource {
    @Inject
    ControlRoom controlRoom;

    /** Returns all nodes, by name. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray nodes(@Context HttpHeaders headers) {
        return nodes(controlRoom.nodes().all(), Caller.language(headers));
    }

    static JsonArray nodes(List<Node.Assessed> nodes, Locale language) {
        return JsonMembers.array(
                nodes.stream().map(assessed -> node(assessed, language)).toList());
    }

    private static JsonObject node(Node.Assessed assessed, Locale language) {
        Node node = assessed.node();
        JsonMembers members = new JsonMembers()
                .put("name", node.name())
                .put("environment", node.environment())
                .put("version", node.version())
                .put("ready", node.isReady())
                .put("lastSeen", node.lastSeen().toString())
                .putObject(
                        "hsm",
                        node.hsmState()
                                .map(state ->
                                        new JsonMembers().put("state", state).object()))
                .put("digest", node.digest())
                .put("release", node.release());
        node.clockOffset().ifPresent(offset -> members.put("clockOffsetMillis", offset.toMillis()));
        return members.put("problems", ProblemView.all(assessed.problems(), language))
                .object();
    }
}
