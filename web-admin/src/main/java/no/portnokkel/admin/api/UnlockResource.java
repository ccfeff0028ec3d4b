package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.json.RequestBody;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.users.Actor;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.json.ProblemView;
import no.portnokkel.problem.Problem;
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
    public Response unlock(InputStream json, @Context HttpServletRequest request, @Context HttpHeaders headers)
            throws IOException {
        Actor officer = Caller.actor(request);
        try (Pin pin = readPin(json)) {
            controlRoom.audit().trail().record(AuditRecord.by(officer, Act.UNLOCK_TRIED, "hsm"));
            if (!controlRoom.portnokkel().unlock(pin)) {
                return notWaiting(headers);
            }
            controlRoom.audit().trail().record(AuditRecord.by(officer, Act.UNLOCKED, "hsm"));
            return Response.noContent().build();
        }
    }

    /** The request itself is right, so its status is that of a conflict with the state of the HSM. */
    private static Response notWaiting(HttpHeaders headers) {
        Problem problem = Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.unlock");
        int status = Response.Status.CONFLICT.getStatusCode();
        return Response.status(status)
                .type("application/problem+json")
                .entity(ProblemView.responseBody(problem, status, List.of(), Caller.language(headers)))
                .build();
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
