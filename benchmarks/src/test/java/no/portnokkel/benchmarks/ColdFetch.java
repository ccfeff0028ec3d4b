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

/** What a token costs that nobody has asked for before, over the least that it could: a signature and a round trip. */
class ColdFetch {
    private static final int ROUNDS = Integer.getInteger("rounds", 3_000);
    private static final int WARM_UP = 4 * ROUNDS; // else half of what is measured is the JIT compiler

    @Test
    void a_token_that_nobody_has_asked_for_before(@TempDir Path directory) throws Exception {
        try (TokenServer server = TokenServer.start();
                CloseableHttpClient http = HttpClients.createDefault();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setTcpNoDelay(true);
            ExecutorService flights = Executors.newSingleThreadExecutor();
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
            Timed elsewhere = new Timed(
                    "the same, on another thread",
                    () -> result(flights.submit(() -> {
                        key.sign(signed);
                        post(http, server, form);
                        return true;
                    })));
            List<Timed> all =
                    new ArrayList<>(List.of(new Timed("a signature", () -> key.sign(signed)), client, raw, elsewhere));
            clients.forEach(each -> all.add(new Timed(each.name(), each::coldToken)));

            interleave(all);

            all.forEach(timed -> System.out.printf(
                    "FIGURE %-30s median %7.1f µs, over HttpClient %.2f, over a socket %.2f%n",
                    timed.name,
                    timed.median() / 1_000,
                    timed.median() / client.median(),
                    timed.median() / raw.median()));
            clients.forEach(Client::close);
            flights.shutdown();
        }
    }

    /** One after another in a new order each round, so that what disturbs one disturbs all. */
    private static void interleave(List<Timed> all) throws IOException, GeneralSecurityException {
        List<Timed> order = new ArrayList<>(all);
        Random chance = new Random(1);
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            Collections.shuffle(order, chance);
            for (Timed timed : order) {
                timed.go(round);
            }
        }
    }

    private static void result(Future<Boolean> flight) {
        try {
            assertThat(flight.get()).isTrue();
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

    /** A way to the end of the exchange. */
    @FunctionalInterface
    private interface Way {
        void go() throws IOException, GeneralSecurityException;
    }

    /** A way, and what it took each time. */
    private static final class Timed {
        private final String name;
        private final Way way;
        private final long[] nanos = new long[ROUNDS];

        Timed(String name, Way way) {
            this.name = name;
            this.way = way;
        }

        /** @param round negative to warm up */
        void go(int round) throws IOException, GeneralSecurityException {
            long start = System.nanoTime();
            way.go();
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
