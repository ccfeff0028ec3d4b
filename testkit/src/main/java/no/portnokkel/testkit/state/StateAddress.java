package no.portnokkel.testkit.state;

import java.util.Map;
import no.portnokkel.testkit.http.Answer;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.Request;
import no.portnokkel.testkit.registry.Registry;

/** {@code /twin/state}: GET shows all that the twin knows, PUT puts something else in its place. */
public record StateAddress(Registry registry, StateReader reader) implements Handler {

    @Override
    public Answer answer(Request request) {
        return switch (request.method()) {
            case "GET" -> shown();
            case "PUT" -> replaced(request.body());
            default -> Answer.text(405, "").with("Allow", "GET, PUT");
        };
    }

    private Answer replaced(String json) {
        try {
            registry.become(reader.read(json));
            return shown();
        } catch (IllegalArgumentException wrong) {
            return Answer.json(400, Map.of("error", String.valueOf(wrong.getMessage())));
        }
    }

    private Answer shown() {
        return Answer.json(200, StateWriter.write(registry));
    }
}
