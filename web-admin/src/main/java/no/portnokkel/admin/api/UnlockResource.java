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
import java.util.Arrays;
import java.util.Map;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.control.ProblemException;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** {@code hsm/unlock}: takes the PIN from a person when no file holds it. The PIN is never logged, stored or echoed. */
@Path("hsm/unlock")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public class UnlockResource {
    @Inject
    ControlRoom controlRoom;

    /** Logs in to the HSM of the active environment. A refused PIN is not tried again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("security-officer")
    public void unlock(InputStream json) throws IOException {
        try (Pin pin = readPin(json)) {
            if (!controlRoom.portnokkel().unlock(pin)) {
                throw ProblemException.of(ProblemCode.REQUEST_INVALID, "request-invalid.unlock", Map.of());
            }
        } catch (HsmException failed) {
            throw new ProblemException(failed.fault().problem());
        }
    }

    /**
     * Reads {@code {pin}}.
     *
     * @return the PIN; the caller must close it
     * @throws ProblemException {@code request-invalid}; never quotes the PIN
     * @throws IOException when the connection is closed before the end of the body
     */
    private static Pin readPin(InputStream json) throws IOException {
        RequestBody body = RequestBody.read(json, "pin");
        char[] typed = body.text("pin").toCharArray(); // jakarta.json returns a String only, which cannot be wiped
        try {
            return Pin.ofText(typed);
        } catch (IllegalArgumentException empty) {
            throw body.invalidMember("pin", Text.message("expected.pin"));
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
