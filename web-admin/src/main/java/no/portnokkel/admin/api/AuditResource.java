package no.portnokkel.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.security.PublicKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.audit.SignerPem;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.AuditExport;
import no.portnokkel.control.audit.AuditSearch.Criteria;
import no.portnokkel.control.audit.StoredCheckpoint;
import no.portnokkel.problem.ProblemCode;

/** {@code audit}: the records of who did what, their checkpoints, and their verification. */
@Path("audit")
@Dependent
public class AuditResource {
    private static final String JSON_LINES = "application/jsonl";
    private static final String NEWEST = "" + Long.MAX_VALUE;

    @Inject
    ControlRoom controlRoom;

    /** Delivers the records after a sequence number, oldest first: exactly those of the checkpoint that is made for it. */
    @GET
    @Produces({JSON_LINES, "*/*"})
    @RolesAllowed("auditor")
    public Response export(@Context HttpServletRequest request) {
        long first = sequenceNumber("after", Caller.parameter(request, "after").orElse("0"));
        AuditExport export = controlRoom.audit().export();
        StoredCheckpoint checkpoint = export.begin(Caller.actor(request), first);
        StreamingOutput lines = out -> export.write(first, checkpoint.size(), out);
        return Response.ok(lines, JSON_LINES).build();
    }

    private static long sequenceNumber(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException malformed) { // as for a negative number
        }
        throw ProblemException.of(ProblemCode.REQUEST_INVALID, "request-invalid.audit-number", Map.of("name", name));
    }

    /**
     * Finds records to be read, newest first. {@code act}, {@code person}, {@code text}, {@code from} and {@code to} restrict them,
     * and {@code next} of a response is {@code before} of the next request. Records nothing.
     */
    @GET
    @Path("records")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed("auditor")
    public JsonObject records(@Context HttpServletRequest request) {
        Criteria criteria = new Criteria(
                Caller.parameter(request, "act"),
                Caller.parameter(request, "person"),
                Caller.parameter(request, "text"),
                Caller.parameter(request, "from").map(AuditResource::time),
                Caller.parameter(request, "to").map(AuditResource::time));
        String before = Caller.parameter(request, "before").orElse(NEWEST);
        return AuditView.of(controlRoom.audit().search().find(criteria, sequenceNumber("before", before)));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException malformed) { // not propagated: it quotes what the caller sent
            throw ProblemException.of(ProblemCode.REQUEST_INVALID, "request-invalid.audit-time", Map.of());
        }
    }

    /** Verifies the records in the database with the last checkpoint. */
    @GET
    @Path("verification")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed("auditor")
    public JsonObject verification(@Context HttpServletRequest request, @Context HttpHeaders headers) {
        return AuditView.of(controlRoom.audit().export().verify(Caller.actor(request)), Caller.language(headers));
    }

    /** Returns the last checkpoint as a signed note. */
    @GET
    @Path("checkpoint")
    @Produces({MediaType.TEXT_PLAIN, "*/*"})
    @RolesAllowed("auditor")
    public Response checkpoint() {
        StoredCheckpoint last = controlRoom.audit().checkpoints().last().orElseThrow(AuditResource::notYet);
        return Response.ok(last.note(), "text/plain;charset=UTF-8").build();
    }

    /** Returns the public key that signs checkpoints, as PEM. */
    @GET
    @Path("signer")
    @Produces({MediaType.TEXT_PLAIN, "*/*"})
    @RolesAllowed("auditor")
    public Response signer() {
        PublicKey key = controlRoom.audit().checkpoints().signer().orElseThrow(AuditResource::notYet);
        return Response.ok(SignerPem.write(key), "text/plain;charset=US-ASCII").build();
    }

    private static ProblemException notYet() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "not-found.audit", Map.of());
    }
}
