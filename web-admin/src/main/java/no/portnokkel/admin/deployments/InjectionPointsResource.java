package no.portnokkel.admin.deployments;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import no.portnokkel.json.JsonMembers;

/** {@code injection-points}: which application asks for which scope. */
@Path("injection-points")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class InjectionPointsResource {
    @Inject
    Deployments deployments;

    /** Returns the injection points of all applications on this server. */
    @GET
    @RolesAllowed("viewer")
    public JsonArray all() {
        return JsonMembers.array(deployments.injectionPoints());
    }
}
