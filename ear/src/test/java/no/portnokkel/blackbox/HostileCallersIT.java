package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import no.portnokkel.blackbox.Http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd and hostile requests from the bank's own network. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosen")
class HostileCallersIT {
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
        server = Server.start(product, directory, fixture.configuration(directory.resolve("data")));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
        fixture.close();
    }

    @Test
    void names_of_a_million_characters_are_refused_and_nothing_of_them_is_kept() throws Exception {
        String hugeName = "username=" + "x".repeat(1_000_000) + "&password=x";
        for (int post = 0; post < 20; post++) {
            assertThat(server.anonymous().form("login", hugeName).status()).isGreaterThanOrEqualTo(300);
        }
        assertThat(server.anonymous().get("health/live").status()).isEqualTo(200);
        assertThat(server.as("kari").get("api/v1/session").status()).isEqualTo(200);
        assertThat(server.log()).doesNotContain("OutOfMemoryError");
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

    @Test
    void deep_json_and_long_numbers_are_refused_without_a_stack_trace() throws Exception {
        for (String body : List.of(
                "{\"scope\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}",
                "{\"scope\":" + "1".repeat(60_000) + "}",
                "{\"scope\":1e" + "9".repeat(5_000) + "}")) {
            assertThat(server.as("kari").post("api/v1/tokens/trial", body).status())
                    .isEqualTo(422);
        }
        assertThat(server.log()).doesNotContain("Unexpected exception, id");
    }
}
