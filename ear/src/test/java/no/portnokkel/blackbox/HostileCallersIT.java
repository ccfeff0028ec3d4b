package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import no.portnokkel.blackbox.Http.Answer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd and hostile requests from the bank's own network. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosen")
class HostileCallersIT {
    /** Unfinished bodies end after 15 s: a server whose threads wait for them answers later than this. */
    private static final long BEFORE_BODIES_END_MILLIS = 10_000;

    /** As a bank's: with a cheap hash, any number of parallel logins would be harmless. */
    private static final int PASSWORD_ITERATIONS = 210_000;

    @TempDir
    static Path folder;

    private static BlackBoxFixture fixture;
    private static Server server;

    @Parameter
    ServerProduct product;

    @BeforeParameterizedClassInvocation
    static void start(ServerProduct product) throws Exception {
        Path directory = Files.createDirectory(folder.resolve(product.name()));
        fixture = BlackBoxFixture.start(directory, "hostile-" + product.name());
        Map<String, String> configuration = fixture.configuration(directory.resolve("data"));
        configuration.putAll(Users.configuration(PASSWORD_ITERATIONS));
        configuration.put("portnokkel.admin.trusted-proxies", "127.0.0.1");
        configuration.remove("portnokkel.hsm.pin-file"); // a person unlocks
        server = Server.start(product, directory, configuration);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
        fixture.close();
    }

    @Test
    void names_of_a_million_characters_are_refused_and_nothing_of_them_is_kept() throws Exception {
        String rest = "x".repeat(1_000_000) + "&password=x";
        List<CompletableFuture<Integer>> posts = new ArrayList<>();
        for (int post = 0; post < 600; post++) {
            posts.add(status(server.anonymous(), "login", "username=" + post + rest)); // together larger than the heap
            if (post % 8 == 7) {
                assertThat(healthMillis()).isLessThan(BEFORE_BODIES_END_MILLIS);
            }
        }
        assertThat(posts).allSatisfy(post -> assertThat(post.join()).isEqualTo(303));
        assertThatAllIsWell();
    }

    @ParameterizedTest
    @CsvSource({
        "login, application/x-www-form-urlencoded",
        "api/v1/tokens/trial, application/json",
        "health/live, application/json",
        "assets/style.css, text/plain",
    })
    void unfinished_bodies_hold_no_thread(String path, String type) throws Exception {
        try (RawHttp raw = new RawHttp(server.controlRoom())) {
            for (int connection = 0; connection < 220; connection++) {
                String length = connection % 2 == 0 ? "Content-Length: 5000" : "Transfer-Encoding: chunked";
                raw.sendUnfinished(
                        path,
                        "Content-Type: " + type + "\r\n" + length + "\r\n",
                        connection % 2 == 0 ? "use" : "3\r\nuse\r\n");
            }
            for (int check = 0; check < 5; check++) {
                assertThat(healthMillis()).isLessThan(BEFORE_BODIES_END_MILLIS);
                assertThat(server.as("kari").get("api/v1/session").status()).isEqualTo(200);
            }
        }
        assertThatAllIsWell();
    }

    @Test
    void a_body_that_does_not_arrive_is_cut_off() throws Exception {
        try (RawHttp raw = new RawHttp(server.controlRoom())) {
            raw.sendUnfinished(
                    "login", "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n", "use");
            raw.sendUnfinished(
                    "api/v1/tokens/trial", "Content-Type: application/json\r\nContent-Length: 5000\r\n", "use");
            raw.awaitClosed();
        }
    }

    @Test
    void unfinished_bodies_of_a_user_hold_no_thread() throws Exception {
        String credentials = server.as("vera").headers().get("Authorization");
        try (RawHttp raw = new RawHttp(server.controlRoom())) {
            for (int connection = 0; connection < 220; connection++) {
                raw.sendUnfinished(
                        "api/v1/tokens/trial",
                        "Content-Type: application/json\r\nContent-Length: 500\r\nAuthorization: " + credentials
                                + "\r\n",
                        "{");
            }
            assertThat(healthMillis()).isLessThan(BEFORE_BODIES_END_MILLIS);
        }
        assertThatAllIsWell();
    }

    @Test
    void many_parallel_logins_do_not_stop_the_server() throws Exception {
        List<CompletableFuture<Integer>> logins = new ArrayList<>();
        for (int login = 0; login < 300; login++) {
            String form = "username=name" + login + "&password=x";
            logins.add(
                    login % 2 == 0
                            ? status(server.anonymous(), "login", form)
                            : server.anonymous()
                                    .as("name" + login, "x")
                                    .getAsync("api/v1/status")
                                    .thenApply(Answer::status));
        }
        for (int check = 0; check < 20; check++) {
            assertThat(healthMillis()).isLessThan(BEFORE_BODIES_END_MILLIS);
        }
        assertThat(logins).allSatisfy(login -> assertThat(login.join()).isIn(303, 401, 503));
        assertThatAllIsWell();
    }

    @Test
    void parallel_logins_with_the_right_password_all_succeed() {
        List<CompletableFuture<Integer>> logins = new ArrayList<>();
        for (int login = 0; login < 150; login++) {
            String user = List.of("kari", "ola", "per", "vera", "arne").get(login % 5);
            logins.add(server.as(user).getAsync("api/v1/session").thenApply(Answer::status));
        }
        assertThat(logins).allSatisfy(login -> assertThat(login.join()).isEqualTo(200));
    }

    @Test
    void guesses_from_one_address_block_no_other_and_a_success_elsewhere_does_not_help_them() throws Exception {
        int tried = 0;
        for (int guess = 0; guess < 12; guess++) {
            Answer answer = from("203.0.113.9").as("per", "guess" + guess).get("api/v1/status");
            assertThat(answer.status()).isEqualTo(401);
            tried += answer.header("Retry-After").isEmpty() ? 1 : 0;
            assertThat(from("203.0.113.10").form("login", form("per")).header("Location"))
                    .doesNotContain("refused");
        }
        assertThat(tried).isEqualTo(5);
        assertThat(from("203.0.113.9").form("login", form("per")).header("Location"))
                .endsWith("refused=wait");
    }

    @Test
    void a_pin_is_taken_only_while_the_hsm_waits_for_one() throws Exception {
        unlockIfLocked();
        Answer whileReady = unlock("11111111");
        assertThat(whileReady.status()).isEqualTo(409);
        assertThat(whileReady.code()).isEqualTo("request-invalid");
        assertThat(whileReady.body()).doesNotContain("11111111");

        String audit = server.as("arne").get("api/v1/audit").body();
        assertThat(audit)
                .containsSubsequence("\"name\":\"ola\"", "\"act\":\"unlock-tried\"")
                .containsSubsequence("\"name\":\"ola\"", "\"act\":\"unlocked\"")
                .doesNotContain(
                        "11111111", Files.readString(fixture.hsm.pinFile()).strip());
    }

    /** Stories run in any order, and some need the HSM. */
    private static void unlockIfLocked() throws Exception {
        await().until(() -> isInState("locked") || isInState("ready"));
        if (isInState("locked")) {
            assertThat(unlock(Files.readString(fixture.hsm.pinFile()).strip()).status())
                    .isEqualTo(204);
        }
    }

    private static boolean isInState(String state) throws Exception {
        return server.as("vera")
                .get("api/v1/status")
                .json()
                .getJsonObject("hsm")
                .getString("state")
                .equals(state);
    }

    private static Answer unlock(String pin) throws Exception {
        return server.as("ola").post("api/v1/hsm/unlock", "{\"pin\":\"" + pin + "\"}");
    }

    @Test
    void one_person_cannot_fill_the_list_of_proposals() throws Exception {
        unlockIfLocked();
        String proposal = "{\"environment\":\"second\",\"reason\":\"a test\"}";
        for (int open = 0; open < 10; open++) {
            assertThat(server.as("kari").post("api/v1/switches", proposal).status())
                    .isEqualTo(201);
        }
        Answer oneMore = server.as("kari").post("api/v1/switches", proposal);
        assertThat(oneMore.status()).isEqualTo(409);
        assertThat(oneMore.code()).isEqualTo("switch-conflict");
        assertThat(server.as("per").post("api/v1/switches", proposal).status()).isEqualTo(201);
    }

    private static Http from(String address) {
        return server.anonymous().with("X-Forwarded-For", "1.2.3.4, " + address);
    }

    private static String form(String user) {
        return "username=" + user + "&password=" + Users.PASSWORD.replace(' ', '+');
    }

    private static CompletableFuture<Integer> status(Http client, String path, String form) {
        return client.formAsync(path, form).thenApply(Answer::status);
    }

    private static long healthMillis() throws Exception {
        long start = System.nanoTime();
        assertThat(server.anonymous().get("health/live").status()).isEqualTo(200);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void assertThatAllIsWell() throws Exception {
        assertThat(server.as("kari").get("api/v1/session").status()).isEqualTo(200);
        assertThat(server.anonymous().form("login", form("kari")).header("Location"))
                .doesNotContain("refused");
        assertThat(server.log()).doesNotContain("OutOfMemoryError", "Unexpected exception", "\tat no.portnokkel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=;", ";;;", "nb;q=", "nb;q=x,en", ",,,", "*;q=2", "\u00e6\u00f8\u00e5"})
    void a_malformed_language_is_no_error(String language) throws Exception {
        Http reader = server.anonymous().with("Accept-Language", language);
        assertThat(reader.get("api/v1/status").status()).isEqualTo(401);
        assertThat(server.as("vera")
                        .with("Accept-Language", language)
                        .get("api/v1/changelog")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/html", "image/png", "application/xml;q=0.1"})
    void health_answers_whatever_is_accepted(String type) throws Exception {
        Answer answer = server.anonymous().with("Accept", type).get("health/live");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void a_script_is_challenged_and_a_browser_is_not() throws Exception {
        assertThat(server.anonymous().get("api/v1/status").header("WWW-Authenticate"))
                .startsWith("Basic");
        assertThat(server.anonymous()
                        .with("Sec-Fetch-Site", "same-origin")
                        .get("api/v1/status")
                        .header("WWW-Authenticate"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("oddBodies")
    void an_odd_body_is_refused_without_a_stack_trace(String body) throws Exception {
        for (String address : List.of("tokens/trial", "switches")) {
            assertThat(server.as("kari").post("api/v1/" + address, body).status())
                    .as(address)
                    .isIn(400, 422);
        }
        assertThat(server.as("ola").post("api/v1/hsm/unlock", body).status()).isIn(400, 422);
        assertThat(server.log()).doesNotContain("Unexpected exception, id", "\tat no.portnokkel");
    }

    static Stream<Named<String>> oddBodies() {
        String number = "1".repeat(60_000);
        return Stream.of(
                Named.of("a deep array", "{\"scope\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"),
                Named.of("deep objects", "{\"scope\":".repeat(6_000) + "1" + "}".repeat(6_000)),
                Named.of(
                        "a long number",
                        "{\"scope\":" + number + ",\"environment\":" + number + ",\"pin\":" + number + "}"),
                Named.of("a huge exponent", "{\"scope\":1e999999999,\"environment\":1e999999999,\"pin\":1e999999999}"),
                Named.of("a number alone", number),
                Named.of("a member twice", "{\"scope\":\"a:b\",\"scope\":\"a:b\"}"),
                Named.of("a huge array", "{\"scope\":[" + "1,".repeat(30_000) + "1]}"),
                Named.of(
                        "a lone surrogate",
                        "{\"scope\":\"\\ud800\",\"environment\":\"second\",\"reason\":\"\\ud800\"}"),
                Named.of("a NUL", "{\"environment\":\"second\",\"reason\":\"\\u0000\"}"),
                Named.of("a NUL in a name", "{\"\\u0000\":1}"),
                Named.of("half of a text", "{\"scope\":\"a"),
                Named.of("a byte order mark", "\ufeff{}"),
                Named.of("nothing but white space", " ".repeat(60_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status?after=", "switches?x=", "environments/", "switches/"})
    void a_long_number_in_the_address_is_no_error_of_the_server(String address) throws Exception {
        int status =
                server.as("kari").get("api/v1/" + address + "9".repeat(6_000)).status();
        assertThat(status).isLessThan(500);
        assertThat(server.as("kari")
                        .get("api/v1/status?after=" + "9".repeat(60_000))
                        .status())
                .isLessThan(500); // a server may refuse so long a line itself
        assertThat(server.log()).doesNotContain("Unexpected exception, id", "\tat no.portnokkel");
    }
}
