package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import no.portnokkel.blackbox.Http.Answer;
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

/** Login, sessions and headers of the pages, on a server with many configuration errors. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosen")
class LoginIT {
    @TempDir
    static Path folder;

    private static Path directory;
    private static BlackBoxFixture fixture;
    private static Server server;

    @Parameter
    ServerProduct product;

    @BeforeParameterizedClassInvocation
    static void start_a_server_with_many_configuration_errors(ServerProduct product) throws Exception {
        directory = Files.createDirectory(folder.resolve(product.name()));
        fixture = BlackBoxFixture.start(directory, "signin-" + product.name());
        Map<String, String> configuration = fixture.configuration(directory.resolve("data"));
        configuration.put("portnokkel.hsm.token-label", "singin");
        configuration.put("portnokkel.enviroment", "test");
        configuration.put("portnokkel.environments.ver2.client-id", "old");
        configuration.put("portnokkel.environments.second.organisation-number", "310167389");
        configuration.put("portnokkel.tokens.wait", "soon");
        configuration.put("portnokkel.admin.trusted-proxies", "127.0.0.1");
        server = Server.start(product, directory, configuration);
    }

    @AfterParameterizedClassInvocation
    static void stop_the_server() {
        server.close();
        fixture.close();
    }

    @Test
    void every_configuration_error_is_in_status_readiness_and_log_and_the_control_room_works() throws Exception {
        List<String> mistakes = List.of(
                "hsm-token-not-found", "configuration-unknown-key", "environment-retired", "configuration-invalid");
        await().untilAsserted(() -> assertThat(problems()).containsAll(mistakes));

        String status = server.as("vera").get("api/v1/status").body();
        String ready = server.anonymous().get("health/ready").body();
        assertThat(server.anonymous().get("health/ready").status()).isEqualTo(503);
        assertThat(server.anonymous().get("health/live").status()).isEqualTo(200);
        assertThat(status)
                .contains("portnokkel.hsm.token-label", "singin", fixture.hsm.label())
                .contains("portnokkel.enviroment", "portnokkel.environment")
                .contains("https://test.maskinporten.no/")
                .contains("portnokkel.environments.second.organisation-number")
                .contains("portnokkel.tokens.wait", "ISO 8601");
        for (String code : mistakes) {
            assertThat(ready).contains(code);
            assertThat(server.log()).contains(code);
        }
    }

    @Test
    void a_browser_logs_in_with_a_form_gets_a_new_session_and_logs_out() throws Exception {
        Answer redirect = server.anonymous().get("");
        assertThat(redirect.status()).isBetween(302, 303);
        assertThat(redirect.header("Location")).contains("login");
        Answer page = server.anonymous().get("login");
        assertThat(page.status()).isEqualTo(200);

        Answer wrong = logIn("kari", "not the password");
        assertThat(server.anonymous()
                        .with("Cookie", cookie(wrong))
                        .get("api/v1/status")
                        .status())
                .isEqualTo(401);

        Answer right = logIn("kari", Users.PASSWORD);
        assertThat(right.status()).isBetween(302, 303);
        String cookie = right.header("Set-Cookie");
        assertThat(cookie).containsIgnoringCase("HttpOnly").containsIgnoringCase("SameSite=Strict");
        Http browser = server.anonymous().with("Cookie", cookie(right));
        assertThat(browser.get("api/v1/status").status()).isEqualTo(200);
        assertThat(browser.get("").status()).isEqualTo(200);
        assertThat(browser.get("onboarding").body()).contains("<article lang=\"nb\"", "<article lang=\"en\"");

        assertThat(browser.form("logout", "").status()).isBetween(302, 303);
        assertThat(browser.get("api/v1/status").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:8080, false", "localhost:8080, false", "bank.example, true", "localhost.evil.example, true"})
    void only_a_browser_on_loopback_gets_a_cookie_without_secure(String host, boolean secure) throws Exception {
        String cookie = server.anonymous()
                .with("Host", host)
                .form("login", form("kari", Users.PASSWORD))
                .header("Set-Cookie")
                .toLowerCase(Locale.ROOT);

        assertThat(cookie).contains("samesite=strict", "httponly", "path=/maskinporten-admin");
        assertThat(cookie.contains("; secure")).isEqualTo(secure || product.alwaysSecuresSessionCookie());
    }

    @Test
    void each_act_is_one_line_with_person_role_address_and_result() throws Exception {
        Http kari = server.as("kari").with("X-Forwarded-For", "203.0.113.77");
        kari.post("api/v1/switches", "{\"environment\":\"second\",\"reason\":\"secret plan\"}");
        kari.delete("api/v1/tokens");
        kari.delete("api/v1/switches/00000000-0000-0000-0000-000000000000");
        Answer session =
                server.anonymous().with("X-Forwarded-For", "203.0.113.77").form("login", form("kari", Users.PASSWORD));
        server.anonymous()
                .with("X-Forwarded-For", "203.0.113.77")
                .with("Cookie", cookie(session))
                .form("logout", "");
        server.anonymous()
                .with("X-Forwarded-For", "203.0.113.78")
                .form("login", form("my password", "in the wrong field"));

        String who = "kari (viewer, operator) from 203.0.113.77: ";
        await().untilAsserted(() -> assertThat(server.log())
                .contains(who + "POST switches: 503 code=configuration-invalid")
                .contains(who + "DELETE tokens: 204")
                .contains(who + "DELETE switches/00000000-0000-0000-0000-000000000000: 404 code=not-found")
                .contains(who + "sign-in with the form: accepted")
                .contains(who + "sign-out: done")
                .contains("Refused (WRONG_PASSWORD)")
                .doesNotContain("secret plan", "my password", "my+password", "wrong field"));
    }

    @Test
    void behind_a_trusted_proxy_that_terminates_tls_the_cookie_is_secure() throws Exception {
        String cookie = server.anonymous()
                .with("X-Forwarded-Proto", "https")
                .form("login", form("kari", Users.PASSWORD))
                .header("Set-Cookie")
                .toLowerCase(Locale.ROOT);

        assertThat(cookie).contains("; secure", "samesite=strict", "httponly");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsessionid", "portnokkel-session"})
    void a_session_id_in_the_address_does_not_count(String parameter) throws Exception {
        String id = cookie(logIn("kari", Users.PASSWORD)).split("=", 2)[1];

        assertThat(server.anonymous()
                        .get("api/v1/status;" + parameter + "=" + id)
                        .status())
                .isEqualTo(401);
        assertThat(server.anonymous()
                        .get("api/v1/status?" + parameter + "=" + id)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void responses_forbid_framing_caching_and_content_from_other_hosts() throws Exception {
        for (String address : List.of("login", "api/v1/status", "health/ready")) {
            Answer answer = server.anonymous().get(address);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(address)
                    .contains("default-src 'self'")
                    .contains("frame-ancestors 'none'");
            assertThat(answer.header("Cache-Control")).as(address).contains("no-store");
            assertThat(answer.header("X-Content-Type-Options")).as(address).isEqualTo("nosniff");
        }
    }

    @Test
    void browsers_cache_third_party_files_only() throws Exception {
        String vendored = "assets/vendor/inter/inter-latin-5.3.0.woff2";

        assertThat(server.anonymous().get(vendored).status()).isEqualTo(200);
        assertThat(server.anonymous().get(vendored).header("Cache-Control")).contains("immutable");
        assertThat(server.anonymous().get("assets/style.css").header("Cache-Control"))
                .isEqualTo("no-store");
    }

    private static Answer logIn(String user, String password) throws Exception {
        return server.anonymous().form("login", form(user, password));
    }

    private static String form(String user, String password) {
        return "username=" + user + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8);
    }

    private static String cookie(Answer answer) {
        return answer.header("Set-Cookie").split(";", 2)[0];
    }

    private static List<String> problems() throws Exception {
        return server.as("vera").get("api/v1/status").json().getJsonArray("problems").stream()
                .map(JsonValue::asJsonObject)
                .map(problem -> problem.getString("code"))
                .distinct()
                .toList();
    }
}
