package no.portnokkel.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer.Handler;

/** {@code /twin/faults}: GET shows the fault plan, PUT replaces it by the one in the body, DELETE clears it. */
record FaultHandler(FaultPlan plan) implements Handler {

    @Override
    public HttpResponse answer(HttpRequest request) {
        return switch (request.method()) {
            case "GET" -> currentPlan();
            case "PUT" -> replace(request.body());
            case "DELETE" -> {
                plan.clear();
                yield currentPlan();
            }
            default -> HttpResponse.text(405, "").with("Allow", "GET, PUT, DELETE");
        };
    }

    private HttpResponse replace(String json) {
        try {
            apply(JsonObject.parse(json)
                    .requireKnown("next", "always", "delay_millis", "clock_off_seconds", "token_lifetime_seconds"));
            return currentPlan();
        } catch (IllegalArgumentException wrong) {
            return HttpResponse.json(400, Map.of("error", String.valueOf(wrong.getMessage())));
        }
    }

    private void apply(JsonObject faults) {
        List<FaultReader.Fault> next =
                faults.objects("next", FaultReader::read); // read everything before changing anything
        Optional<FaultReader.Fault> always = faults.object("always").map(FaultReader::read);
        Optional<Duration> lifetime = faults.seconds("token_lifetime_seconds");
        Optional<Duration> clock = faults.seconds("clock_off_seconds");
        Optional<Duration> delay = faults.millis("delay_millis");
        if (lifetime.filter(duration -> duration.toSeconds() < 1).isPresent()) {
            throw new IllegalArgumentException("token_lifetime_seconds is at least 1.");
        }
        plan.clear();
        next.forEach(fault -> plan.next(fault.times(), fault.answer()));
        always.ifPresent(fault -> plan.always(fault.answer()));
        lifetime.ifPresent(plan::tokenLifetime);
        clock.ifPresent(plan::clockOff);
        delay.ifPresent(plan::delay);
    }

    private HttpResponse currentPlan() {
        return HttpResponse.json(200, plan.toJson());
    }

    /** Reads one fault from JSON: its name, its parameters, and the number of calls that it applies to. */
    private static final class FaultReader {

        private static final Map<String, Function<JsonObject, ScriptedAnswer>> FAULTS = Map.ofEntries(
                Map.entry("truth", fault -> ScriptedAnswer.truth()),
                Map.entry("slow", fault -> ScriptedAnswer.slow(millis(fault, 5_000))),
                Map.entry("hang", fault -> ScriptedAnswer.hang()),
                Map.entry("hang-up", fault -> ScriptedAnswer.hangUp()),
                Map.entry("cut-in-body", fault -> ScriptedAnswer.cutInBody()),
                Map.entry("status", FaultReader::status),
                Map.entry("refusal", fault -> ScriptedAnswer.refusal(fault.text("mp"))),
                Map.entry("garbage", fault -> ScriptedAnswer.garbage()),
                Map.entry("wrong-content-type", fault -> ScriptedAnswer.wrongContentType()),
                Map.entry(
                        "huge",
                        fault -> ScriptedAnswer.huge(
                                fault.optionalNumber("bytes").orElse(1L << 30))),
                Map.entry("drip", fault -> ScriptedAnswer.drip(millis(fault, 100))),
                Map.entry("redirect", fault -> ScriptedAnswer.redirect(URI.create(fault.text("location")))));

        private static final int MAX_TIMES = 1_000_000;

        private FaultReader() {}

        /** @throws IllegalArgumentException the fault is unknown, or a parameter is missing */
        static Fault read(JsonObject fault) {
            fault.requireKnown("fault", "times", "millis", "status", "retry_after_seconds", "mp", "bytes", "location");
            Function<JsonObject, ScriptedAnswer> factory = FAULTS.get(fault.text("fault"));
            if (factory == null) {
                throw new IllegalArgumentException(
                        fault.at("fault") + " is one of " + new TreeSet<>(FAULTS.keySet()) + ".");
            }
            return new Fault(factory.apply(fault), fault.number("times", 1, MAX_TIMES, 1));
        }

        private static ScriptedAnswer status(JsonObject fault) {
            int status = fault.number("status", 100, 599, 0);
            return fault.seconds("retry_after_seconds")
                    .map(wait -> ScriptedAnswer.status(status, wait))
                    .orElseGet(() -> ScriptedAnswer.status(status));
        }

        private static Duration millis(JsonObject fault, long defaultMillis) {
            return fault.millis("millis").orElse(Duration.ofMillis(defaultMillis));
        }

        /** A response for a number of calls. */
        record Fault(ScriptedAnswer answer, int times) {}
    }
}
