package no.portnokkel.testkit;

import java.util.Map;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer.Handler;
import no.portnokkel.testkit.registry.Registry;

/** {@code /twin/state}: GET shows the registry, PUT replaces it. */
record StateHandler(Registry registry, StateReader reader) implements Handler {

    @Override
    public HttpResponse answer(HttpRequest request) {
        return switch (request.method()) {
            case "GET" -> currentState();
            case "PUT" -> replace(request.body());
            default -> HttpResponse.text(405, "").with("Allow", "GET, PUT");
        };
    }

    private HttpResponse replace(String json) {
        try {
            registry.become(reader.read(json));
            return currentState();
        } catch (IllegalArgumentException wrong) {
            return HttpResponse.json(400, Map.of("error", String.valueOf(wrong.getMessage())));
        }
    }

    private HttpResponse currentState() {
        return HttpResponse.json(200, StateWriter.write(registry));
    }
}
