package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.ProblemCode;

/** Reserved addresses that are not implemented yet. They already enforce their role; a permitted caller gets 404. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class NotBuiltResource {
    /** Reserved: diagnosis of the whole installation. */
    @GET
    @Path("diagnosis")
    @RolesAllowed("operator")
    public void diagnosis() {
        throw notBuilt();
    }

    private static ProblemException notBuilt() {
        return ProblemException.of(ProblemCode.NOT_BUILT, "not-built.address", Map.of());
    }
}
