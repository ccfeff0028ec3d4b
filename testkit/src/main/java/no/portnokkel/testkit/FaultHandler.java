package no.portnokkel.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.state.JsonObject;

/** {@code /twin/faults}: PUT replaces the script by the one in the body, DELETE clears it, GET shows what is left of it. */
record FaultHandler(FaultPlan script) implements Handler {

    @Override
    public HttpResponse answer(HttpRequest request) {
        return switch (request.method()) {
            case "GET" -> shown();
            case "PUT" -> replaced(request.body());
            case "DELETE" -> {
                script.clear();
                yield shown();
            }
            default -> HttpResponse.text(405, "").with("Allow", "GET, PUT, DELETE");
        };
    }

    private HttpResponse replaced(String json) {
        try {
            put(JsonObject.parse(json)
                    .of("next", "always", "delay_millis", "clock_off_seconds", "token_lifetime_seconds"));
            return shown();
        } catch (IllegalArgumentException wrong) {
            return HttpResponse.json(400, Map.of("error", String.valueOf(wrong.getMessage())));
        }
    }

    private void put(JsonObject faults) {
        List<FaultReader.Fault> next =
                faults.objects("next", FaultReader::read); // all of it is read before any of it counts
        Optional<FaultReader.Fault> always = faults.object("always").map(FaultReader::read);
        Optional<Duration> lifetime = faults.seconds("token_lifetime_seconds");
        Optional<Duration> clock = faults.seconds("clock_off_seconds");
        Optional<Duration> delay = faults.millis("delay_millis");
        if (lifetime.filter(life -> life.toSeconds() < 1).isPresent()) {
            throw new IllegalArgumentException("token_lifetime_seconds is at least 1.");
        }
        script.clear();
        next.forEach(fault -> script.next(fault.times(), fault.answer()));
        always.ifPresent(fault -> script.always(fault.answer()));
        lifetime.ifPresent(script::tokenLifetime);
        clock.ifPresent(script::clockOff);
        delay.ifPresent(script::delay);
    }

    private HttpResponse shown() {
        return HttpResponse.json(200, script.shown());
    }
}
