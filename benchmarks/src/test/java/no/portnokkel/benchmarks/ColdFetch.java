package no.portnokkel.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of fetching a token, compared with the minimum: a signature and a round trip. */
class ColdFetch {
    private static final int ROUNDS = Integer.getInteger("rounds", 3_000);
    private static final int WARM_UP = 4 * ROUNDS; // otherwise half of the measured time is JIT compilation

    @Test
    void a_token_that_is_not_cached(@TempDir Path directory) throws Exception {
        try (TokenServer server = TokenServer.start();
                CloseableHttpClient http = HttpClients.createDefault();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setTcpNoDelay(true);
            ExecutorService executor = Executors.newSingleThreadExecutor();
            BankKey key = BankKey.in(directory);
            BareNimbus bare = new BareNimbus(key, server);
            byte[] form = bare.form();
            byte[] signed = Arrays.copyOfRange(form, 90, form.length - 342);
            List<Client> clients = List.of(
                    new PortnokkelClient(key, server, directory),
                    bare,
                    new SpringSecurity(key, server),
                    new Ks(key, server));
            Timed client = new Timed("a signature, HttpClient", () -> {
                key.sign(signed);
                post(http, server, form);
            });
            Timed raw = new Timed("a signature, a socket", () -> {
                key.sign(signed);
                post(socket, form);
            });
            Timed otherThread = new Timed(
                    "the same, on another thread",
                    () -> result(executor.submit(() -> {
                        key.sign(signed);
                        post(http, server, form);
                        return true;
                    })));
            List<Timed> all = new ArrayList<>(
                    List.of(new Timed("a signature", () -> key.sign(signed)), client, raw, otherThread));
            clients.forEach(each -> all.add(new Timed(each.name(), each::coldToken)));

            interleave(all);

            all.forEach(timed -> System.out.printf(
                    "FIGURE %-30s median %7.1f µs, over HttpClient %.2f, over a socket %.2f%n",
                    timed.name,
                    timed.median() / 1_000,
                    timed.median() / client.median(),
                    timed.median() / raw.median()));
            clients.forEach(Client::close);
            executor.shutdown();
        }
    }

    /** Runs all candidates in a new random order each round, so that disturbances affect all of them. */
    private static void interleave(List<Timed> all) throws IOException, GeneralSecurityException {
        List<Timed> order = new ArrayList<>(all);
        Random random = new Random(1);
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            Collections.shuffle(order, random);
            for (Timed timed : order) {
                timed.measure(round);
            }
        }
    }

    private static void result(Future<Boolean> task) {
        try {
            assertThat(task.get()).isTrue();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void post(CloseableHttpClient http, TokenServer server, byte[] form) throws IOException {
        HttpPost post = new HttpPost(server.tokenEndpoint());
        post.setEntity(new ByteArrayEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
        byte[] body = http.execute(post, answer -> EntityUtils.toByteArray(answer.getEntity()));
        assertThat(body).isNotEmpty();
    }

    private static void post(Socket socket, byte[] form) throws IOException {
        byte[] head = ("POST /token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: " + form.length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + form.length);
        System.arraycopy(form, 0, request, head.length, form.length);
        socket.getOutputStream().write(request);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String line = line(in);
        int length = 0;
        while (!line.isEmpty()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
            line = line(in);
        }
        assertThat(in.readNBytes(length)).isNotEmpty();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    /** One exchange to perform the exchange. */
    @FunctionalInterface
    private interface TimedExchange {
        void run() throws IOException, GeneralSecurityException;
    }

    /** An exchange and its durations. */
    private static final class Timed {
        private final String name;
        private final TimedExchange exchange;
        private final long[] nanos = new long[ROUNDS];

        Timed(String name, TimedExchange exchange) {
            this.name = name;
            this.exchange = exchange;
        }

        /** @param round negative to warm up */
        void measure(int round) throws IOException, GeneralSecurityException {
            long start = System.nanoTime();
            exchange.run();
            if (round >= 0) {
                nanos[round] = System.nanoTime() - start;
            }
        }

        double median() {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[ROUNDS / 2];
        }
    }
}
