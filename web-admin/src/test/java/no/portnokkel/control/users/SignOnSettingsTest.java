package no.portnokkel.control.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignOnSettingsTest {
    private static final String OIDC = "portnokkel.admin.oidc.";

    private final Map<String, String> configured = new HashMap<>(Map.of(
            OIDC + "issuer", "https://idp.bank.example/realms/bank",
            OIDC + "client-id", "control-room",
            OIDC + "groups.operator", "ops, ops-night",
            OIDC + "groups.security-officer", "sec"));

    @TempDir
    Path folder;

    @Test
    void without_any_key_there_is_no_single_sign_on_and_no_problem() {
        configured.clear();
        assertThat(users().signOn()).isEmpty();
        assertThat(users().problems()).isEmpty();
    }

    @Test
    void what_is_not_configured_has_a_default() {
        SignOnSettings settings = users().signOn().orElseThrow();
        assertThat(settings.provider().scopes()).containsExactly("openid", "profile");
        assertThat(settings.provider().audience()).isEqualTo("control-room");
        assertThat(settings.provider().acrValues()).isEmpty();
        assertThat(settings.nameClaim()).isEqualTo("preferred_username");
        assertThat(settings.groupsClaim()).isEqualTo("groups");
        assertThat(settings.groups().get(Role.OPERATOR)).containsExactly("ops", "ops-night");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, http://idp.bank.example/",
        "issuer, ldap://idp.bank.example/",
        "issuer, https://idp.bank.example/?realm=a",
        "issuer, https://kari:hemmelig@idp.bank.example/",
        "issuer, ''",
        "client-id, ''",
        "client-id, two words",
        "scopes, profile email",
        "name-claim, two words"
    })
    void one_wrong_value_lets_nobody_in_by_the_provider(String key, String value) {
        configured.put(OIDC + key, value);
        assertThat(users().signOn()).isEmpty();
        assertThat(users().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(problem.configurationKey()).isEqualTo(OIDC + key);
            assertThat(problem.sentence()).doesNotContain("hemmelig");
        });
    }

    @Test
    void some_group_must_give_a_role() {
        configured.keySet().removeIf(key -> key.contains("groups"));
        assertThat(users().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail().en()).contains("groups.operator"));
    }

    @Test
    void plain_http_is_for_loopback() {
        configured.put(OIDC + "issuer", "http://127.0.0.1:8180/realms/bank");
        assertThat(users().problems()).isEmpty();
    }

    @Test
    void everything_that_decides_who_gets_in_is_part_of_what_two_persons_confirm() {
        Map<String, String> before = users().fingerprints();
        assertThat(before).containsKeys("oidc.issuer", "oidc.client-id", "oidc.groups.operator");
        for (String key :
                new String[] {"issuer", "client-id", "groups.operator", "groups.auditor", "acr", "audience"}) {
            Map<String, String> saved = new HashMap<>(configured);
            configured.put(OIDC + key, "https://changed.example/");
            assertThat(users().fingerprints()).as(key).isNotEqualTo(before);
            configured.putAll(saved);
            configured.keySet().retainAll(saved.keySet());
        }
    }

    @Test
    void the_client_secret_is_read_from_a_file_that_nobody_else_can_read() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "a-secret\n");
        Path dataDir = folder.resolve("data");
        configured.put(OIDC + "client-secret-file", file.toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        ClientSecretReader exposed = new ClientSecretReader(ConfigValues.of(configured));
        assertThat(exposed.read(dataDir)).isEmpty();
        assertThat(exposed.problems())
                .extracting(Problem::configurationKey)
                .containsExactly(OIDC + "client-secret-file");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ClientSecretReader reader = new ClientSecretReader(ConfigValues.of(configured));
        assertThat(reader.read(dataDir).orElseThrow().toString()).doesNotContain("a-secret");
        assertThat(reader.problems()).isEmpty();
    }

    private Users users() {
        return Users.read(ConfigValues.of(configured), new Random(1));
    }
}
