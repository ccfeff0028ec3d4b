package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Addresses that are promised and not built: they keep their door, and whoever may pass it is told. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class NotBuiltResource {
    /** The keys in the HSM. */
    @GET
    @Path("keys")
    @RolesAllowed("security-officer")
    public void keys() {
        throw notBuilt();
    }

    /** Checks of the whole. */
    @GET
    @Path("diagnosis")
    @RolesAllowed("operator")
    public void diagnosis() {
        throw notBuilt();
    }

    /** What was done, and by whom. */
    @GET
    @Path("audit")
    @RolesAllowed("auditor")
    public void audit() {
        throw notBuilt();
    }

    /** Whether that trail is whole. */
    @GET
    @Path("audit/verification")
    @RolesAllowed("auditor")
    public void verification() {
        throw notBuilt();
    }

    private static ProblemException notBuilt() {
        return ProblemException.of(
                ProblemCode.NOT_BUILT,
                Text.message("not-built-resource.not-built"),
                Text.message("not-built-resource.not-built-2"));
    }
}
