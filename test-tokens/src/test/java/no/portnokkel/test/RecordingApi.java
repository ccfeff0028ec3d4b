package no.portnokkel.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** An API on loopback that records the tokens it gets. It redirects {@code /v1/moved} to {@code /elsewhere}. */
public final class RecordingApi implements AutoCloseable {
    private static final String MOVED = "/v1/moved";
    private static final String PREFIX = "Bearer ";

    private final List<String> bearers = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Predicate<String> isRefused = bearer -> false;

    public RecordingApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            bearers.add(bearer.startsWith(PREFIX) ? bearer.substring(PREFIX.length()) : bearer);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            byte[] body = path.getBytes(UTF_8);
            int status = path.equals(MOVED) ? 302 : isRefused.test(bearers.get(bearers.size() - 1)) ? 401 : 200;
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Returns the base address. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Returns the tokens of all requests, in order. */
    public List<String> bearers() {
        return List.copyOf(bearers);
    }

    /** Answers 401 to these tokens. */
    public void refuse(Predicate<String> tokens) {
        isRefused = tokens;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
