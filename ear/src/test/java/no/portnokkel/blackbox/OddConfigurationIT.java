package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.blackbox.Http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration with expressions that nothing resolves, and an environment that exists only under the active profile. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosen")
class OddConfigurationIT {
    @TempDir
    static Path folder;

    private static BlackBoxFixture fixture;
    private static Server server;

    @Parameter
    ServerProduct product;

    @BeforeParameterizedClassInvocation
    static void start(ServerProduct product) throws Exception {
        Path directory = Files.createDirectory(folder.resolve(product.name()));
        fixture = BlackBoxFixture.start(directory, "odd-" + product.name());
        server = Server.start(product, directory, odd(fixture.configuration(directory.resolve("data"))));
    }

    private static Map<String, String> odd(Map<String, String> valid) {
        Map<String, String> odd = new TreeMap<>();
        valid.forEach((key, value) -> odd.put(key.startsWith("portnokkel.environment") ? "%night." + key : key, value));
        odd.put("mp.config.profile", "night");
        odd.put("portnokkel.hsm.token-label", "${portnokkel.hsm.token-label}");
        odd.put("portnokkel.http.proxy", "${vault::proxy}");
        odd.put("portnokkel.admin.users.nina.roles", "${nowhere}");
        odd.put("portnokkel.admin.one-person-switch", "${nowhere}");
        odd.put("portnokkel.tokens.wait", "${nowhere}");
        return odd;
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
        fixture.close();
    }

    @Test
    void the_control_room_runs_and_lists_what_cannot_be_read() throws Exception {
        Answer status = server.as("kari").get("api/v1/status");

        assertThat(status.status()).isEqualTo(200);
        assertThat(status.body())
                .contains(
                        "portnokkel.hsm.token-label",
                        "portnokkel.http.proxy",
                        "portnokkel.admin.users.nina.roles",
                        "portnokkel.admin.one-person-switch",
                        "portnokkel.tokens.wait");
        assertThat(server.anonymous().get("health/ready").status()).isEqualTo(503);
    }

    @Test
    void environments_under_the_active_profile_are_known() throws Exception {
        Answer environments = server.as("kari").get("api/v1/environments");

        assertThat(environments.status()).isEqualTo(200);
        assertThat(environments.body()).contains("\"first\"", "\"second\"");
        assertThat(server.as("kari").get("api/v1/status").body()).doesNotContain("portnokkel.environment has");
    }
}
