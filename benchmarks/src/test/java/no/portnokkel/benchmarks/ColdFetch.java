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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import no.portnokkel.testkit.hsm.FaultShim;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cost of fetching a token, compared with the minimum: a signature and a round trip. With {@code -Drounds=300 -Dwarm-up=300} as in
 * life, where the code is never hot because a bank sends one grant in 90 seconds.
 */
class ColdFetch {
    private static final int SLOW_ROUNDS = 300;
    private static final int ROUNDS = Integer.getInteger("rounds", 3_000);

    /** By default enough for the JIT compiler, which otherwise takes half of the measured time. */
    private static final int WARM_UP = Integer.getInteger("warm-up", 4 * ROUNDS);

    @Test
    void beside_a_signature_of_five_milliseconds_and_a_server_of_thirty(@TempDir Path directory) throws Exception {
        try (TokenServer server = TokenServer.start();
                CloseableHttpClient http = HttpClients.createDefault()) {
            BankKey key = BankKey.in(directory);
            FaultShim slow = FaultShim.before(key.hsm(), directory);
            BankKey plain = key.through(slow.module(), directory);
            byte[] form = new BareNimbus(key, server).form();
            byte[] signed = Arrays.copyOfRange(form, 90, form.length - 342);
            Client client = new PortnokkelClient(key, slow.module(), server, directory);
            Timed both = new Timed("a signature, HttpClient", () -> {
                plain.sign(signed);
                post(http, server, form);
            });
            Timed ours = new Timed(client.name(), client::coldToken);

            interleave(List.of(both, ours), 0, WARM_UP);
            slow.says("C_Sign slow 5", "C_SignFinal slow 5");
            server.delay(Duration.ofMillis(30));
            interleave(List.of(both, ours), SLOW_ROUNDS, 0);

            System.out.printf(
                    "FIGURE beside 5 ms and 30 ms: both %.2f ms, %s %.2f ms, ratio %.3f%n",
                    both.median(SLOW_ROUNDS) / 1e6,
                    client.name(),
                    ours.median(SLOW_ROUNDS) / 1e6,
                    ours.median(SLOW_ROUNDS) / both.median(SLOW_ROUNDS));
            client.close();
        }
    }

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

            interleave(all, ROUNDS, WARM_UP);

            all.forEach(timed -> System.out.printf(
                    "FIGURE %-30s median %7.1f µs, over HttpClient %.2f, over a socket %.2f%n",
                    timed.name,
                    timed.median(ROUNDS) / 1_000,
                    timed.median(ROUNDS) / client.median(ROUNDS),
                    timed.median(ROUNDS) / raw.median(ROUNDS)));
            clients.forEach(Client::close);
            executor.shutdown();
        }
    }

    /** Runs all candidates in a new random order each round, so that disturbances affect all of them. */
    private static void interleave(List<Timed> all, int rounds, int warmUp)
            throws IOException, GeneralSecurityException {
        List<Timed> order = new ArrayList<>(all);
        Random random = new Random(1);
        for (int round = -warmUp; round < rounds; round++) {
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
        private final long[] nanos = new long[Math.max(ROUNDS, SLOW_ROUNDS)];

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

        double median(int rounds) {
            long[] sorted = Arrays.copyOf(nanos, rounds);
            Arrays.sort(sorted);
            return sorted[rounds / 2];
        }
    }
}
