package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration sources that throw, and what the problems of wrong values say. */
class UnreadableConfigurationTest {
    private final Map<String, String> values = new HashMap<>(Map.of(
            "portnokkel.environment", "test",
            "portnokkel.environments.test.client-id", "b1",
            "portnokkel.environments.test.organisation-number", "974760673",
            "portnokkel.environments.test.key", "seal",
            "portnokkel.hsm.profile", "softhsm2",
            "portnokkel.hsm.token-label", "bank"));
    private final Set<String> unreadable = new HashSet<>();
    private boolean namesFail;
    private boolean sourcesFail;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "portnokkel.hsm.token-label",
                "portnokkel.hsm.pin-file",
                "portnokkel.environment",
                "portnokkel.environments.test.key",
                "portnokkel.environments.test.issuer",
                "portnokkel.environments.test.clients.agent.client-id",
                "portnokkel.http.proxy",
                "portnokkel.tokens.wait",
                "portnokkel.data-dir"
            })
    void a_value_that_its_source_cannot_deliver_is_one_problem_of_its_key(String key) {
        values.put("portnokkel.environments.test.clients.agent.client-id", "a1");
        unreadable.add(key);

        List<Problem> problems = read().problems();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(problem.configurationKey()).isEqualTo(key);
            assertThat(problem.detail().en()).contains(key, "cannot be read", "StackOverflowError", "bank.properties");
            assertThat(problem.remedy().no()).contains("${…}");
            assertThat(problem.sentence()).doesNotContain("secret of the source");
        });
    }

    @Test
    void names_that_a_source_cannot_list_are_a_problem_and_the_preset_still_works() {
        namesFail = true;

        Configuration read = read();

        assertThat(read.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(problem.detail().en()).contains("does not list its keys");
        });
        assertThat(environment(read, "test").state()).isEqualTo(State.READY);
    }

    @Test
    void sources_that_cannot_be_named_hide_no_value() {
        sourcesFail = true;

        assertThat(read().problems()).isEmpty();
    }

    @Test
    void the_problem_of_a_wrong_value_names_key_value_source_and_what_is_allowed() {
        values.put("portnokkel.tokens.wait", "ten");
        values.put("portnokkel.environments.lab.issuer", "http://lab.example/");
        values.put("portnokkel.environments.lab.client-id", "b1");
        values.put("portnokkel.environments.lab.organisation-number", "974760673");
        values.put("portnokkel.environments.lab.key", "seal");

        assertThat(read().problems())
                .satisfiesExactly(
                        wait -> assertThat(wait.sentence())
                                .contains("portnokkel.tokens.wait", "\"ten\"", "bank.properties", "ISO 8601"),
                        issuer -> assertThat(issuer.sentence())
                                .contains(
                                        "portnokkel.environments.lab.issuer",
                                        "\"http://lab.example/\"",
                                        "bank.properties",
                                        "https"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"portnokkel.clients.allow.loans.consumer-orgs", "portnokkel.receive.suppliers"})
    void a_persons_number_among_those_of_organisations_is_not_shown(String key) {
        values.put(key, "974760673, 12857910093");

        assertThat(read().problems())
                .map(Problem::sentence)
                .anyMatch(sentence -> sentence.contains(key))
                .noneMatch(sentence -> sentence.contains("12857910093"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"portnokkel.hsm.pin-file", "portnokkel.environments.test.organisation-number"})
    void a_value_that_may_be_a_secret_or_a_persons_number_is_not_shown(String key) {
        values.put(key, "12857910093");

        assertThat(read().problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.sentence()).contains(key).doesNotContain("12857910093"));
    }

    @Test
    void a_password_in_an_address_is_not_shown() {
        values.put("portnokkel.http.proxy", "socks://kari:hemmelig@proxy:1");

        assertThat(read().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .contains("portnokkel.http.proxy")
                        .doesNotContain("hemmelig"));
    }

    @Test
    void a_long_value_is_shown_in_part_and_with_control_characters_escaped() {
        values.put("portnokkel.tokens.wait", "\u202ea\u2028b\u001b" + "x".repeat(5_000));

        assertThat(read().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .hasSizeLessThan(400)
                        .contains("\\u202ea\\u2028b\\u001bx")
                        .doesNotContainPattern("[\\p{C}\\p{Zl}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "portnokkel.client-id",
                "portnokkel.environments.client-id",
                "portnokkel.issuer",
                "portnokkel.admin.oidc"
            })
    void a_suggestion_holds_no_placeholder(String mistyped) {
        values.put(mistyped, "x");

        assertThat(read().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).doesNotContain("ENV", "NAME"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "?/.portnokkel"})
    void a_relative_data_dir_is_a_problem_and_no_device_is_used(String path) {
        values.put("portnokkel.data-dir", path);

        Configuration read = read();

        assertThat(read.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .contains("portnokkel.data-dir", "\"" + path + "\"", "bank.properties", "0700"));
        assertThat(read.devices()).isEmpty();
    }

    private Configuration read() {
        return Configuration.read(new ConfigValues() {
            @Override
            public Optional<String> value(String key) {
                if (unreadable.contains(key)) {
                    throw new StackOverflowError("secret of the source");
                }
                return Optional.ofNullable(values.get(key));
            }

            @Override
            public Set<String> names() {
                if (namesFail) {
                    throw new IllegalStateException("secret of the source");
                }
                return values.keySet();
            }

            @Override
            public List<String> sources(String key) {
                if (sourcesFail) {
                    throw new IllegalStateException("secret of the source");
                }
                return values.containsKey(key) || unreadable.contains(key) ? List.of("bank.properties") : List.of();
            }
        });
    }

    private static EnvironmentSettings environment(Configuration read, String name) {
        return Optional.ofNullable(read.environments().get(name)).orElseThrow();
    }
}
