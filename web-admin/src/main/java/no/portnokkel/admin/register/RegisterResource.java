package no.portnokkel.admin.register;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.register.KeyRegister.Comparison;
import no.portnokkel.control.register.KeyRegister.Device;
import no.portnokkel.hsm.register.Register;
import no.portnokkel.hsm.register.RegisterEntry;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.json.ProblemView;
import no.portnokkel.maskinporten.http.ProductVersion;
import no.portnokkel.problem.ProblemCode;

/** {@code keys} and {@code register}: the keys and certificates of all devices of this node, in use or not. */
@Path("")
@Dependent
public class RegisterResource {
    private static final String CSV = "text/csv";
    private static final String CYCLONEDX = "application/vnd.cyclonedx+json";

    /** A client that accepts anything gets JSON. */
    private static final String IF_ASKED = ";qs=0.5";

    @Inject
    ControlRoom controlRoom;

    /** Returns the keys. */
    @GET
    @Path("keys")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed("security-officer")
    public JsonArray keys(@Context HttpHeaders headers) {
        return entries(Register::keys, Caller.language(headers));
    }

    /** Returns keys and certificates; with {@code since}, and perhaps {@code until}, what has changed between two days. */
    @GET
    @Path("register")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({"security-officer", "auditor"})
    public JsonStructure register(@Context HttpServletRequest request, @Context HttpHeaders headers) {
        return Caller.parameter(request, "since")
                .<JsonStructure>map(since -> difference(controlRoom
                        .register()
                        .compare(day(since), Caller.parameter(request, "until").map(this::day))))
                .orElseGet(() -> entries(UnaryOperator.identity(), Caller.language(headers)));
    }

    private LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException malformed) { // not propagated: it quotes what the caller sent
            throw ProblemException.of(ProblemCode.REQUEST_INVALID, "request-invalid.register-day", Map.of());
        }
    }

    private JsonArray entries(UnaryOperator<Register> part, Locale language) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (Device device : controlRoom.register().devices()) {
            Optional<JsonObject> problem = device.problem().map(found -> ProblemView.of(found, language));
            for (RegisterEntry entry : part.apply(device.register()).entries()) {
                all.add(entry(entry, device.register().time())
                        .addAll(Json.createObjectBuilder(
                                new JsonMembers().putObject("problem", problem).object())));
            }
        }
        controlRoom.register().retired().forEach(all::add);
        return all.build();
    }

    private static JsonObjectBuilder entry(RegisterEntry entry, Instant time) {
        JsonObjectBuilder object = Json.createObjectBuilder(entry.json(time));
        entry.state()
                .waitsFor()
                .ifPresent(next -> object.add(
                        "waitsFor",
                        Json.createObjectBuilder().add("no", next.no()).add("en", next.en())));
        return object;
    }

    private static JsonObject difference(Comparison comparison) {
        return comparison
                .difference()
                .json()
                .add("since", comparison.since().toString())
                .add("until", comparison.until().toString())
                .build();
    }

    /** Returns the devices, with the time when each was read last. */
    @GET
    @Path("register/devices")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({"security-officer", "auditor"})
    public JsonArray devices(@Context HttpHeaders headers) {
        Locale language = Caller.language(headers);
        return JsonMembers.array(controlRoom.register().devices().stream()
                .map(device -> device(device, language))
                .toList());
    }

    private static JsonObject device(Device device, Locale language) {
        return new JsonMembers()
                .put("name", Optional.of(device.name()).filter(name -> !name.isEmpty()))
                .put("tokenLabel", device.status().tokenLabel())
                .put("state", device.status().state().word())
                .put("readAt", device.readAt())
                .put("skipped", JsonMembers.texts(device.skipped()))
                .putObject("problem", device.problem().map(found -> ProblemView.of(found, language)))
                .object();
    }

    /** Returns the register as a table. */
    @GET
    @Path("register")
    @Produces(CSV + IF_ASKED)
    @RolesAllowed({"security-officer", "auditor"})
    public Response csv() {
        return Response.ok(controlRoom.register().current().csv(), CSV + ";charset=UTF-8")
                .build();
    }

    /** Returns the register as a cryptographic bill of materials. */
    @GET
    @Path("register")
    @Produces(CYCLONEDX + IF_ASKED)
    @RolesAllowed({"security-officer", "auditor"})
    public Response cycloneDx() {
        return Response.ok(
                        controlRoom
                                .register()
                                .current()
                                .cycloneDx(ProductVersion.VERSION)
                                .toString(),
                        CYCLONEDX)
                .build();
    }
}
