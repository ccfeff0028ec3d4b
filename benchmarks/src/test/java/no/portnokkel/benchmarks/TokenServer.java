package no.portnokkel.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on loopback that answers each grant with a token of Maskinporten's size and format, as fast as possible and without
 * checks. Its behaviour can be changed while it runs.
 */
final class TokenServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");
    private static final Pattern EXPIRY = Pattern.compile("\"exp\":([0-9]+)");
    private static final byte[] END = {'\r', '\n', '\r', '\n'};
    private static final String PADDING = "s".repeat(700);
    private static final String DOWN = "HTTP/1.1 503 Down\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ndown";

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Set<String> assertions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;
    private volatile Duration lifetime = Duration.ofMinutes(2);
    private volatile boolean down;
    private volatile boolean hangsUp;

    private TokenServer(ServerSocket listener) {
        this.listener = listener;
        threads.execute(this::accept);
    }

    static TokenServer start() {
        try {
            return new TokenServer(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    URI tokenEndpoint() {
        return issuer().resolve("token");
    }

    int port() {
        return listener.getLocalPort();
    }

    void delay(Duration each) {
        delay = each;
    }

    void lifetime(Duration ofTokens) {
        lifetime = ofTokens;
    }

    /** Sets whether each response is a 503. */
    void down(boolean now) {
        down = now;
    }

    /** Sets whether each connection is closed instead of a response. */
    void hangUp(boolean now) {
        hangsUp = now;
    }

    /** Returns the time until the {@code exp} of a token that a server of this class has issued; negative afterwards. */
    static double secondsUntilExpiry(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]), ISO_8859_1);
        Matcher expiry = EXPIRY.matcher(claims);
        if (!expiry.find()) {
            throw new IllegalArgumentException("not a token of this server");
        }
        return Long.parseLong(expiry.group(1)) - System.currentTimeMillis() / 1e3;
    }

    int requests() {
        return requests.get();
    }

    /** Returns the number of grants that were received more than once. */
    int repeated() {
        return repeated.get();
    }

    /** Closes all connections, as a restart does. */
    void dropConnections() {
        connections.forEach(TokenServer::drop);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        dropConnections();
        threads.shutdownNow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream(), 16 * 1024);
            OutputStream out = connection.getOutputStream();
            while (answer(in, out)) {
                // the next request of this connection
            }
        } catch (IOException | InterruptedException gone) {
            // the client or the program has ended
        } finally {
            connections.remove(connection);
        }
    }

    private boolean answer(InputStream in, OutputStream out) throws IOException, InterruptedException {
        String head = head(in);
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            return false;
        }
        String form = new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1);
        requests.incrementAndGet();
        if (!assertions.add(form)) {
            repeated.incrementAndGet();
        }
        if (!delay.isZero()) {
            Thread.sleep(delay.toMillis());
        }
        if (hangsUp) {
            return false;
        }
        out.write((down ? DOWN : granted()).getBytes(ISO_8859_1));
        return true;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(600);
        int matched = 0;
        while (matched < END.length) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
            matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
        }
        return head.toString();
    }

    private String granted() {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iss\":\"" + issuer() + "\",\"iat\":" + now + ",\"exp\":" + (now + lifetime.toSeconds())
                + ",\"jti\":\"" + requests.get() + "\",\"padding\":\"" + PADDING + "\"}";
        String body = "{\"access_token\":\"" + text("{\"alg\":\"RS256\"}") + "." + text(claims) + "."
                + PADDING.substring(358) + "\",\"token_type\":\"Bearer\",\"expires_in\":" + lifetime.toSeconds() + "}";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static String text(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(ISO_8859_1));
    }

    private static void drop(Socket connection) {
        try {
            connection.close();
        } catch (IOException gone) {
            // already closed
        }
    }
}
