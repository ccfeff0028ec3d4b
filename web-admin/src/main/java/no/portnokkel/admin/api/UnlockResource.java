package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.UnlockRequest;
import no.portnokkel.control.ProblemException;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** The PIN, where the bank stores it nowhere. It is never logged, stored or echoed. */
@Path("hsm/unlock")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class UnlockResource {
    @Inject
    ControlRoom room;

    /** Logs in to the HSM of the active environment. A PIN that is refused is not tried again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("security-officer")
    public void unlock(InputStream json) throws IOException {
        try (Pin pin = UnlockRequest.read(json)) {
            if (!room.portnokkel().unlock(pin)) {
                throw ProblemException.of(
                        ProblemCode.REQUEST_INVALID,
                        Text.message("unlock-resource.if"),
                        Text.message("unlock-resource.if-2"));
            }
        } catch (HsmException failed) {
            throw new ProblemException(failed.fault().problem());
        }
    }
}
