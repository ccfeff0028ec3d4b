package no.portnokkel.control.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class UsersTest {
    private static final String HASH =
            "PBKDF2WithHmacSHA512:210000:c2FsdHNhbHRzYWx0c2FsdA==:" + "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g=";
    private final Map<String, String> configured = new HashMap<>();

    @Test
    void every_role_implies_viewer() {
        user("kari", "operator", HASH);
        assertThat(users().find("kari").orElseThrow().roles()).containsExactly(Role.VIEWER, Role.OPERATOR);
        assertThat(users().problems()).isEmpty();
    }

    @Test
    void an_auditor_cannot_hold_an_acting_role() {
        user("ada", "auditor, security-officer", HASH);
        assertThat(users().find("ada")).isEmpty();
        assertThat(users().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(problem.detail().en()).contains("portnokkel.admin.users.ada.roles", "auditor");
        });
    }

    @Test
    void the_problem_of_an_unknown_role_lists_the_known_roles() {
        user("ola", "admin", HASH);
        assertThat(users().find("ola")).isEmpty();
        assertThat(users().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail().no()).contains("security-officer"));
    }

    @Test
    void a_user_with_a_malformed_hash_cannot_log_in_and_the_hash_is_not_quoted() {
        user("vera", "viewer", "hemmelig");
        assertThat(users().find("vera")).isEmpty();
        assertThat(users().problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.sentence()).contains("password-hash").doesNotContain("hemmelig"));
    }

    @Test
    void the_check_of_an_unknown_user_takes_as_long_as_of_the_slowest_user() {
        user("kari", "operator", HASH);
        PasswordHash decoy = users().hashToCheck("nobody").orElseThrow();
        assertThat(decoy.iterations()).isEqualTo(210_000);
        assertThat(decoy.hash())
                .isNotEqualTo(users().hashToCheck("kari").orElseThrow().hash());
    }

    @Test
    void a_hash_is_not_part_of_its_string() {
        user("kari", "operator", HASH);
        assertThat(users().hashToCheck("kari").orElseThrow()).hasToString("PBKDF2WithHmacSHA512:210000:***");
    }

    @Test
    void the_problem_of_a_wrong_value_shows_it_and_a_missing_one_is_called_missing() {
        user("ola", "admin", HASH);
        configured.put("portnokkel.admin.users.per.roles", "viewer");

        assertThat(users().problems())
                .satisfiesExactly(
                        ola -> assertThat(ola.detail().en()).contains("has a wrong value: \"admin\""),
                        per -> assertThat(per.detail().en())
                                .isEqualTo("portnokkel.admin.users.per.password-hash is missing."));
    }

    @Test
    void roles_that_their_source_cannot_deliver_are_a_problem_of_that_user_only() {
        user("kari", "operator", HASH);
        user("nina", "operator", HASH);
        ConfigValues values = ConfigValues.of(configured);
        Users users = Users.read(
                new ConfigValues() {
                    @Override
                    public Optional<String> value(String key) {
                        if (key.equals("portnokkel.admin.users.nina.roles")) {
                            throw new IllegalArgumentException("secret of the source");
                        }
                        return values.value(key);
                    }

                    @Override
                    public Set<String> names() {
                        return values.names();
                    }
                },
                new Random(1));

        assertThat(users.find("kari")).isPresent();
        assertThat(users.find("nina")).isEmpty();
        assertThat(users.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .contains("portnokkel.admin.users.nina.roles", "cannot be read (IllegalArgumentException)")
                        .doesNotContain("secret"));
    }

    private void user(String name, String roles, String hash) {
        configured.put("portnokkel.admin.users." + name + ".roles", roles);
        configured.put("portnokkel.admin.users." + name + ".password-hash", hash);
    }

    private Users users() {
        return Users.read(ConfigValues.of(configured), new Random(1));
    }
}
