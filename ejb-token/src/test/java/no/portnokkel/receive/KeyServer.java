package no.portnokkel.receive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer;
import no.portnokkel.testkit.http.LoopbackServer.Handler;

/** Publishes the keys of a twin, or whatever a test wants, and counts who asks. */
final class KeyServer implements AutoCloseable {
    private final AtomicInteger fetches = new AtomicInteger();
    private final LoopbackServer server;
    private volatile Handler handler;

    KeyServer(MaskinportenTwin twin) {
        handler = keysOf(twin);
        try {
            server = LoopbackServer.bind(0);
        } catch (IOException inUse) {
            throw new UncheckedIOException(inUse);
        }
        server.serve(
                request -> {
                    fetches.incrementAndGet();
                    return handler.answer(request);
                },
                Clock.systemUTC());
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.port() + "/jwk");
    }

    int fetches() {
        return fetches.get();
    }

    void publish(MaskinportenTwin twin) {
        handler = keysOf(twin);
    }

    void answers(Handler other) {
        handler = other;
    }

    static Handler keysOf(MaskinportenTwin twin) {
        HttpResponse keys = HttpResponse.text(200, published(twin));
        return request -> keys;
    }

    static String published(MaskinportenTwin twin) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(twin.jwksUri()).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
