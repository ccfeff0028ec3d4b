package no.portnokkel.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;

/**
 * The systems around the server under test, in the JVM of the test runner: a twin, an HSM token, an API and an unrelated server. The
 * tests inside the server control them over HTTP.
 */
final class ContainerFixture {
    static final String OWNER = "310167398";

    /** A bank that has delegated to the owner. */
    static final String CUSTOMER = "974760673";

    private final MaskinportenTwin twin;
    private final SoftHsmToken hsm;
    private final HttpServer api;
    private final HttpServer unrelated;
    private final List<String> tokensSeen = new CopyOnWriteArrayList<>();
    private final List<String> consentsSeen = new CopyOnWriteArrayList<>();

    private ContainerFixture(MaskinportenTwin twin, SoftHsmToken hsm, HttpServer api, HttpServer unrelated) {
        this.twin = twin;
        this.hsm = hsm;
        this.api = api;
        this.unrelated = unrelated;
    }

    static ContainerFixture start() {
        try {
            TestAuthority authority = TestAuthority.create();
            MaskinportenTwin twin = MaskinportenTwin.builder()
                    .authority(authority)
                    .client(RegisteredClient.of("bank-client", OWNER, "skatteetaten:inntekt", "nav:aap"))
                    .delegation(CUSTOMER, OWNER, "skatteetaten:inntekt")
                    .start();
            SoftHsmToken hsm =
                    SoftHsmToken.create(Files.createTempDirectory("portnokkel-container"), "container", "987654");
            hsm.generateKey(
                    "seal", key -> authority.certify(key, OrganisationCertificate.seal(OWNER, "Testbanken AS")));
            ContainerFixture fixture = new ContainerFixture(twin, hsm, server(), server());
            fixture.serve();
            return fixture;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "container-fixture");
            thread.setDaemon(true);
            return thread;
        }));
        return server;
    }

    private void serve() {
        api.createContext("/v1/ok", exchange -> {
            record(exchange);
            answer(exchange, 200, "ok");
        });
        api.createContext(
                "/v1/bearer",
                exchange -> answer(exchange, 200, exchange.getRequestHeaders().getFirst("Authorization")));
        serveEchoAfterOne401("/v1/revoked");
        serveEchoAfterOne401("/v1/revoked-for-rest-client");
        serveEchoAfterOne401("/v1/revoked-for-own-client");
        serveEchoAfterOne401("/v1/revoked-too");
        AtomicReference<String> slow = new AtomicReference<>("");
        api.createContext("/v1/slow-after-401", exchange -> {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            if (slow.compareAndSet("", token)) {
                answer(exchange, 401, "revoked");
            } else {
                exchange.getRequestBody().readAllBytes(); // and never answers
            }
        });
        AtomicReference<String> incomplete = new AtomicReference<>("");
        api.createContext("/v1/torn", exchange -> {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            incomplete.compareAndSet("", token);
            if (token.equals(incomplete.get())) {
                abortResponse(exchange, 401);
            } else {
                answer(exchange, 200, "ok");
            }
        });
        api.createContext("/v1/always-401", exchange -> answer(exchange, 401, "wrong scope"));
        api.createContext("/v1/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", unrelatedUri());
            answer(exchange, 302, "");
        });
        api.createContext("/v1/consented", exchange -> {
            consentsSeen.add(exchange.getRequestURI().toString());
            answer(exchange, 200, "ok");
        });
        api.createContext("/consents", exchange -> answer(exchange, 200, Integer.toString(consentsSeen.size())));
        api.createContext("/seen", exchange -> answer(exchange, 200, Integer.toString(tokensSeen.size())));
        api.createContext("/twin/grants", exchange -> answer(exchange, 200, Long.toString(twin.grantsReceived())));
        api.createContext("/twin/stop", exchange -> {
            twin.stop();
            answer(exchange, 200, "");
        });
        api.createContext("/twin/start", exchange -> {
            twin.start();
            answer(exchange, 200, "");
        });
        api.createContext("/twin/hold", exchange -> {
            twin.faults().hold();
            answer(exchange, 200, "");
        });
        api.createContext("/twin/release", exchange -> {
            twin.faults().release();
            answer(exchange, 200, "");
        });
        api.createContext(
                "/twin/waiting",
                exchange -> answer(exchange, 200, Integer.toString(twin.faults().waiting())));
        unrelated.createContext("/", exchange -> {
            record(exchange);
            answer(exchange, 200, "unrelated");
        });
        api.start();
        unrelated.start();
    }

    private void serveEchoAfterOne401(String path) {
        AtomicReference<String> revoked = new AtomicReference<>("");
        api.createContext(path, exchange -> {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            revoked.compareAndSet("", token);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, token.equals(revoked.get()) ? 401 : 200, token.equals(revoked.get()) ? "revoked" : body);
        });
    }

    private void record(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null && exchange.getLocalAddress().equals(unrelated.getAddress())) {
            tokensSeen.add(exchange.getRequestURI().toString());
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Sends chunks without the last one. HttpURLConnection would not notice that a body with a length is too short. */
    private static void abortResponse(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write("revo".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        throw new IOException("Makes the server close the connection");
    }

    private String unrelatedUri() {
        return "http://127.0.0.1:" + unrelated.getAddress().getPort() + "/";
    }

    /** The configuration of the application under test, as a properties file. */
    String configuration(Path dataDir) {
        return String.join(
                "\n",
                "portnokkel.environment=lab",
                "portnokkel.data-dir=" + dataDir,
                "portnokkel.hsm.profile=softhsm2",
                "portnokkel.hsm.library=" + hsm.library(),
                "portnokkel.hsm.token-label=" + hsm.label(),
                "portnokkel.hsm.pin-file=" + hsm.pinFile(),
                "portnokkel.environments.lab.issuer=" + twin.issuer(),
                "portnokkel.environments.lab.client-id=bank-client",
                "portnokkel.environments.lab.organisation-number=" + OWNER,
                "portnokkel.environments.lab.key=seal",
                "bank.api.uri=http://127.0.0.1:" + api.getAddress().getPort() + "/v1",
                "bank-api/mp-rest/url=http://127.0.0.1:" + api.getAddress().getPort() + "/v1",
                "bank.income.uri=" + twin.incomeApi(),
                "fixture.uri=http://127.0.0.1:" + api.getAddress().getPort() + "/",
                "unrelated.uri=" + unrelatedUri());
    }
}
