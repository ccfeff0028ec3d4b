package no.portnokkel.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.state.JsonObject;

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
}
