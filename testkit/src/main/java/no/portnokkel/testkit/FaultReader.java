package no.portnokkel.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import no.portnokkel.testkit.state.JsonObject;

/** Reads one fault from JSON: its name, its parameters, and the number of calls that it applies to. */
final class FaultReader {

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
                    fault -> ScriptedAnswer.huge(fault.optionalNumber("bytes").orElse(1L << 30))),
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
