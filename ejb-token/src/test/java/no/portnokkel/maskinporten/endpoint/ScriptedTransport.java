package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.testkit.ManualClock;

/** A token endpoint that answers by the script of a test, after 250 ms of a manual clock. */
final class ScriptedTransport implements HttpTransport {
    static final Duration EXCHANGE_TIME = Duration.ofMillis(250);

    private final ManualClock time;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Map<String, String>> forms = new ArrayList<>();

    ScriptedTransport(ManualClock time) {
        this.time = time;
    }

    void answers(int status, String json) {
        answers(new HttpResponse(status, Optional.of("application/json"), json, Optional.empty(), Optional.empty()));
    }

    void answers(int status, String json, Instant date) {
        answers(new HttpResponse(status, Optional.of("application/json"), json, Optional.of(date), Optional.empty()));
    }

    void asksToWait(int status, Duration retryAfter) {
        answers(new HttpResponse(status, Optional.empty(), "", Optional.empty(), Optional.of(retryAfter)));
    }

    private void answers(HttpResponse response) {
        answers.add(() -> response);
    }

    void fails(IOException failure) {
        answers.add(() -> {
            throw failure;
        });
    }

    /** Returns the forms that were posted. */
    List<Map<String, String>> forms() {
        return forms;
    }

    @Override
    public HttpResponse post(URI target, Map<String, String> form, Optional<String> authorization) throws IOException {
        forms.add(form);
        time.advance(EXCHANGE_TIME);
        return answers.remove().get();
    }

    @Override
    public HttpResponse get(URI target) {
        throw new UnsupportedOperationException("Metadata is not read here.");
    }

    @Override
    public void close() {}

    private interface Answer {
        HttpResponse get() throws IOException;
    }
}
