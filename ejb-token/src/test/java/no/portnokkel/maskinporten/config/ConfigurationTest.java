package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private final Map<String, String> values = new HashMap<>(Map.of(
            "portnokkel.environment", "test",
            "portnokkel.environments.test.client-id", "b1",
            "portnokkel.environments.test.organisation-number", "974760673",
            "portnokkel.environments.test.key", "seal",
            "portnokkel.hsm.profile", "softhsm2",
            "portnokkel.hsm.token-label", "bank"));

    @Test
    void a_preset_environment_needs_only_the_settings_of_its_client() {
        Configuration read = read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.firstEnvironment()).contains("test");
        EnvironmentSettings test = environment(read, "test");
        assertThat(test.state()).isEqualTo(State.READY);
        assertThat(test.environment().issuer()).isEqualTo("https://test.maskinporten.no/");
        assertThat(test.environment().tokenEndpoint()).hasToString("https://test.maskinporten.no/token");
        assertThat(test.client().orElseThrow().algorithm()).isEqualTo(SignatureAlgorithm.RS256);
        assertThat(test.client().orElseThrow().x5c()).isEqualTo(X5c.CHAIN);
    }

    @Test
    void without_an_environment_the_problem_lists_the_choices() {
        values.remove("portnokkel.environment");

        Problem problem = read().noEnvironment();

        assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(problem.sentence()).contains("portnokkel.environment", "prod, test");
    }

    @Test
    void a_map_may_have_the_names_of_environment_variables_and_a_key_wins() {
        ConfigValues variables = ConfigValues.of(Map.of(
                "PORTNOKKEL_ENVIRONMENT", "test",
                "PORTNOKKEL_ENVIRONMENTS_TEST_CLIENT_ID", "b1",
                "portnokkel.environments.test.client-id", "b2",
                "PATH", "/usr/bin"));

        assertThat(variables.value("portnokkel.environment")).contains("test");
        assertThat(variables.value("portnokkel.environments.test.client-id")).contains("b2");
        assertThat(variables.children("portnokkel.environments")).containsExactly("test");
    }

    @Test
    void an_unknown_environment_is_reported_with_the_choices() {
        values.put("portnokkel.environment", "tset");

        assertThat(details()).singleElement().asString().contains("portnokkel.environment", "prod, test");
    }

    @ParameterizedTest
    @CsvSource({
        "portnokkel.enviroment, portnokkel.environment",
        "portnokkel.hsm.tokenlabel, portnokkel.hsm.token-label",
        "portnokkel.environments.test.clientid, portnokkel.environments.test.client-id",
        "portnokkel.tokens.max-entires, portnokkel.tokens.max-entries"
    })
    void a_mistyped_key_is_reported_with_the_most_similar_key(String mistyped, String meant) {
        values.put(mistyped, "x");

        assertThat(read().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_UNKNOWN_KEY);
            assertThat(problem.detail().en()).contains(mistyped);
            assertThat(problem.remedy().en()).contains(meant);
            assertThat(problem.remedy().no()).contains(meant);
        });
    }

    @Test
    void the_algorithm_of_checkpoints_is_none_of_grants() {
        values.put("portnokkel.environments.test.algorithm", "ES256");

        assertThat(details())
                .singleElement()
                .asString()
                .contains("portnokkel.environments.test.algorithm", "rs256, rs384, rs512");
    }

    @Test
    void an_unknown_environment_variable_is_no_problem() {
        values.put("PORTNOKKEL_SERVICE_HOST", "10.0.0.1");

        assertThat(read().problems()).isEmpty();
    }

    @Test
    void environment_variables_alone_define_an_environment() {
        Map<String, String> variables = Map.of(
                "PORTNOKKEL_ENVIRONMENTS_LAB_ISSUER", "http://127.0.0.1:9/",
                "PORTNOKKEL_ENVIRONMENTS_LAB_CLIENTS_AGENT_CLIENT_ID", "a1");

        assertThat(ConfigValues.of(variables).children("portnokkel.environments"))
                .containsExactly("lab");
        assertThat(ConfigValues.of(variables).children("portnokkel.environments.lab.clients"))
                .containsExactly("agent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ver2", "ver1", "yt2"})
    void a_retired_environment_is_reported_with_its_replacement(String name) {
        values.put("portnokkel.environments." + name + ".client-id", "old");

        Configuration read = read();

        assertThat(environment(read, name).state()).isEqualTo(State.RETIRED);
        assertThat(read.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.ENVIRONMENT_RETIRED);
            assertThat(problem.remedy().en()).contains("https://test.maskinporten.no/");
        });
    }

    @Test
    void a_retired_address_under_another_name_is_retired_too() {
        custom("lab", "https://ver2.maskinporten.no/");

        assertThat(environment(read(), "lab").state()).isEqualTo(State.RETIRED);
    }

    @Test
    void an_alias_of_production_is_production() {
        custom("harmless", "https://maskinporten.no/");
        values.put("portnokkel.environments.harmless.class", "test");

        assertThat(environment(read(), "harmless").environment().environmentClass())
                .isEqualTo(EnvironmentClass.PRODUCTION);
    }

    @Test
    void the_address_of_a_preset_cannot_be_changed() {
        values.put("portnokkel.environments.test.token-endpoint", "https://evil.example/token");

        assertThat(details()).singleElement().asString().contains("portnokkel.environments.test.token-endpoint");
        assertThat(environment(read(), "test").state()).isEqualTo(State.INCOMPLETE);
    }

    @Test
    void the_token_endpoint_must_have_the_issuers_origin() {
        custom("lab", "https://lab.example/");
        values.put("portnokkel.environments.lab.token-endpoint", "https://elsewhere.example/token");

        assertThat(details()).singleElement().asString().contains("token-endpoint", "https://lab.example/");
    }

    @ParameterizedTest
    @CsvSource({"http://lab.example/,", "http://127.0.0.1:8081/,production"})
    void plain_http_is_allowed_for_loopback_in_class_test_only(String issuer, String environmentClass) {
        custom("lab", issuer);
        if (environmentClass != null) {
            values.put("portnokkel.environments.lab.class", environmentClass);
        }

        assertThat(details()).singleElement().asString().contains("portnokkel.environments.lab.issuer", "https");
    }

    @Test
    void all_problems_are_reported_at_once_and_valid_parts_work() {
        values.put("portnokkel.environments.test.organisation-number", "974760674");
        values.remove("portnokkel.environments.test.client-id");
        values.put("portnokkel.tokens.wait", "ten");
        values.put("portnokkel.tokens.margin", "2");
        custom("lab", "http://127.0.0.1:9/");

        Configuration read = read();

        assertThat(read.problems().stream().map(Problem::sentence))
                .anyMatch(detail -> detail.contains("environments.test.organisation-number"))
                .anyMatch(detail -> detail.contains("environments.test.client-id"))
                .anyMatch(detail -> detail.contains("tokens.wait") && detail.contains("ISO 8601"))
                .anyMatch(detail -> detail.contains("tokens.margin"))
                .hasSize(4);
        assertThat(environment(read, "lab").state()).isEqualTo(State.READY);
        assertThat(read.tokens().longestWait()).hasSeconds(15);
    }

    @Test
    void an_additional_client_inherits_everything_except_client_id_and_kid() {
        values.put("portnokkel.environments.test.x5c", "leaf");
        values.put("portnokkel.environments.test.clients.agent.client-id", "a1");
        values.put("portnokkel.environments.test.clients.agent.scopes", "nav:a, nav:b");

        ClientSettings agent =
                environment(read(), "test").client(Optional.of("agent")).orElseThrow();

        assertThat(agent.clientId()).isEqualTo("a1");
        assertThat(agent.key()).isEqualTo("seal");
        assertThat(agent.x5c()).isEqualTo(X5c.LEAF);
        assertThat(agent.scopes()).containsExactly(new Scope("nav:a"), new Scope("nav:b"));
    }

    @Test
    void an_invalid_additional_client_does_not_affect_the_others() {
        values.put("portnokkel.environments.test.clients.agent.client-id", "a1");
        values.put("portnokkel.environments.test.clients.agent.x5c", "root");

        assertThat(details()).singleElement().asString().contains("portnokkel.environments.test.clients.agent.x5c");
        EnvironmentSettings test = environment(read(), "test");
        assertThat(test.state()).isEqualTo(State.READY);
        assertThat(test.client()).isPresent();
        assertThat(test.client(Optional.of("agent"))).isEmpty();
    }

    @Test
    void a_client_with_a_kid_needs_its_own_key() {
        values.put("portnokkel.environments.test.clients.agent.client-id", "a1");
        values.put("portnokkel.environments.test.clients.agent.kid", "k1");

        assertThat(details())
                .singleElement()
                .asString()
                .contains("portnokkel.environments.test.clients.agent.key", "the key that kid is registered for");
    }

    @Test
    void a_base_address_as_token_endpoint_is_reported_and_used() {
        custom("lab", "https://lab.bank.example/");
        values.put("portnokkel.environments.lab.token-endpoint", "https://lab.bank.example/");

        assertThat(details())
                .singleElement()
                .asString()
                .contains("portnokkel.environments.lab.token-endpoint", "Did you mean https://lab.bank.example/token?");
        assertThat(environment(read(), "lab").state()).isEqualTo(State.READY);
    }

    @Test
    void a_client_id_and_a_key_from_different_sources_are_reported_with_both_sources() {
        ConfigValues layered = new LayeredConfig()
                .with("SystemProperties", Map.of("portnokkel.environments.test.client-id", "somebody-else"))
                .with("bank.properties", values);

        Configuration read = Configuration.read(layered);

        assertThat(read.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CREDENTIALS_MIXED);
            assertThat(problem.detail().en())
                    .contains("portnokkel.environments.test.", "client-id comes from SystemProperties")
                    .contains("key from bank.properties");
        });
        assertThat(environment(read, "test").state()).as("a warning").isEqualTo(State.READY);
    }

    @Test
    void a_stronger_source_may_replace_or_extend_a_whole_client() {
        ConfigValues whole = new LayeredConfig()
                .with(
                        "Environment",
                        Map.of(
                                "portnokkel.environments.test.client-id", "b2",
                                "portnokkel.environments.test.key", "seal-2"))
                .with("bank.properties", values);
        ConfigValues more = new LayeredConfig()
                .with("Environment", Map.of("portnokkel.environments.test.kid", "k1"))
                .with("bank.properties", values);

        assertThat(Configuration.read(whole).problems()).isEmpty();
        assertThat(Configuration.read(more).problems()).isEmpty();
    }

    private void custom(String name, String issuer) {
        String prefix = "portnokkel.environments." + name + ".";
        values.putAll(Map.of(
                prefix + "issuer", issuer,
                prefix + "client-id", "c1",
                prefix + "organisation-number", "974760673",
                prefix + "key", "seal"));
    }

    private Configuration read() {
        return Configuration.read(ConfigValues.of(values));
    }

    private List<String> details() {
        return read().problems().stream().map(Problem::sentence).toList();
    }

    private static EnvironmentSettings environment(Configuration read, String name) {
        return Optional.ofNullable(read.environments().get(name)).orElseThrow();
    }
}
