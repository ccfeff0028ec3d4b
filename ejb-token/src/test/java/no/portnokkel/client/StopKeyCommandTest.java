package no.portnokkel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import no.portnokkel.hsm.cli.terminal.CliContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code portnokkel-client keys stop} sends, and what it makes of the answers of a control room. */
class StopKeyCommandTest {
    private static final String COMPLETE = """
            {"steps": [{"step": "stopped", "millis": 1}, {"step": "nothing-under-way", "millis": 2},
                       {"step": "stored", "millis": 30}, {"step": "all-nodes", "millis": 900}],
             "waitingFor": [%s], "takenOver": [{"client": "prod", "label": "standby-2027"}],
             "letters": {"certificateAuthority": {"no": "Trekk tilbake", "en": "Revoke"},
                         "digdir": {"no": "Fjern", "en": "Remove"}}}""";

    private final List<String> received = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private int status = 201;
    private String answer = COMPLETE.formatted("");

    @BeforeEach
    void start_a_control_room() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_stop_is_sent_as_the_officer_and_its_answer_is_printed_in_the_readers_language() {
        int exit = stops(Locale.forLanguageTag("nb"), address(), "--environment", "prod", "--yes");

        assertThat(exit).as(err.toString()).isZero();
        String credentials = Base64.getEncoder().encodeToString("ola:secret".getBytes(StandardCharsets.UTF_8));
        assertThat(received)
                .containsExactly("/maskinporten-admin/api/v1/key-changes Basic " + credentials
                        + " {\"environment\":\"prod\",\"action\":\"stop\",\"label\":\"seal\",\"reason\":\"stolen\"}");
        assertThat(out.toString())
                .contains("alle noder følger", "900 ms", "prod: standby-2027", "Trekk tilbake", "Fjern")
                .doesNotContain("secret");
    }

    @Test
    void a_node_that_does_not_follow_makes_the_check_fail() {
        answer = COMPLETE.formatted("\"node-2\"");

        assertThat(stops(Locale.ENGLISH, address(), "--environment", "prod", "--yes"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("node-2");
    }

    @Test
    void nothing_is_sent_without_yes_or_environment() {
        assertThat(stops(Locale.ENGLISH, address(), "--environment", "prod")).isEqualTo(6);
        assertThat(stops(Locale.ENGLISH, address(), "--yes")).isEqualTo(2);

        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://bank.example/maskinporten-admin/", "ftp://localhost/", "https://u:p@bank.example/"})
    void a_password_is_sent_over_tls_or_to_this_machine_only(String address) {
        assertThat(stops(Locale.ENGLISH, address, "--environment", "prod", "--yes"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--control-room").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"401, 6", "403, 6", "422, 5", "503, 1"})
    void a_refusal_of_the_control_room_is_passed_on_with_its_remedy(int refusal, int expected) {
        status = refusal;
        answer = "{\"detail\": \"Not this way.\", \"remedy\": \"Try another.\"}";

        assertThat(stops(Locale.ENGLISH, address(), "--environment", "prod", "--yes"))
                .isEqualTo(expected);
        assertThat(err.toString()).contains("Not this way. Try another.");
    }

    @Test
    void another_server_and_no_server_are_not_taken_for_a_control_room() {
        answer = "<html>";
        assertThat(stops(Locale.ENGLISH, address(), "--environment", "prod", "--yes"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Nobody knows whether the key is stopped", "another node");

        answer = "{}";
        assertThat(stops(Locale.ENGLISH, address(), "--environment", "prod", "--yes"))
                .isEqualTo(1);

        server.stop(0);
        assertThat(stops(Locale.ENGLISH, address(), "--environment", "prod", "--yes"))
                .isEqualTo(1);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/maskinporten-admin";
    }

    private int stops(Locale language, String address, String... more) {
        CliContext context = new CliContext(
                new PrintWriter(out),
                new PrintWriter(err),
                language,
                prompt -> "secret".toCharArray(),
                Clock.systemUTC());
        Stream<String> command = Stream.of(
                "keys", "stop", "--control-room", address, "--user", "ola", "--key", "seal", "--reason", "stolen");
        return PortnokkelClient.run(
                context, Stream.concat(command, Stream.of(more)).toArray(String[]::new));
    }
}
