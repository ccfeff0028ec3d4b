package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An address is used as it is written, or it is refused at start: no part of it is ignored. */
class AddressRulesTest {
    private static final String LAB = "portnokkel.environments.lab.";

    private final Map<String, String> values = new HashMap<>(Map.of(
            "portnokkel.hsm.profile",
            "softhsm2",
            "portnokkel.hsm.token-label",
            "bank",
            LAB + "issuer",
            "https://lab.bank.example/",
            LAB + "client-id",
            "c1",
            LAB + "organisation-number",
            "974760673",
            LAB + "key",
            "seal"));

    @ParameterizedTest
    @CsvSource({
        "issuer, https://kari:hemmelig@lab.bank.example/, user name",
        "issuer, https://kari@lab.bank.example/, user name",
        "issuer, https://@lab.bank.example/, user name",
        "issuer, https://lab.bank.example./, dot",
        "issuer, https://lab.bank.example/?realm=a, query",
        "issuer, https://lab.bank.example/?, query",
        "issuer, https://lab.bank.example/#a, fragment",
        "issuer, https://lab.bank.example:0/, port",
        "issuer, https://lab.bank.example:65536/, port",
        "issuer, https://lab.bank.example:/, port",
        "token-endpoint, https://kari:hemmelig@lab.bank.example/token, user name",
        "token-endpoint, https://lab.bank.example./token, dot",
        "token-endpoint, https://lab.bank.example/token#a, fragment",
        "jwks-uri, https://kari:hemmelig@lab.bank.example/jwk, user name",
        "jwks-uri, https://lab.bank.example./jwk, dot",
        "jwks-uri, https://lab.bank.example/jwk#a, fragment"
    })
    void an_address_with_a_part_that_would_be_ignored_is_refused_at_start(String key, String address, String part) {
        values.put(LAB + key, address);

        assertThat(onlyProblem(LAB + key))
                .contains(part, "bank.properties", "https://host/path")
                .doesNotContain("hemmelig");
        assertThat(lab().state()).isEqualTo(State.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://lab.bank.example", "https://lab.bank.example:443/", "https://Lab.bank.example/realms/a"
            })
    void a_complete_address_is_used_exactly_as_it_is_written(String issuer) {
        values.put(LAB + "issuer", issuer);

        assertThat(read().problems()).isEmpty();
        assertThat(lab().environment().issuer()).isEqualTo(issuer);
    }

    @Test
    void a_query_of_the_token_endpoint_is_sent() {
        values.put(LAB + "token-endpoint", "https://lab.bank.example/token?realm=a");

        assertThat(read().problems()).isEmpty();
        assertThat(lab().environment().tokenEndpoint()).hasToString("https://lab.bank.example/token?realm=a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://maskinporten.no./",
                "https://www.maskinporten.no/",
                "https://WWW.Maskinporten.No./",
                "https://Maskinporten.no/",
                "https://maskinporten.no:443/",
                "https://maskinporten.no:8443/",
                "https://maskinporten.no",
                "https://maskinporten.no/a",
                "https://maskinporten.no/?a",
                "https://kari:hemmelig@maskinporten.no/",
                "http://maskinporten.no/",
                "https://139.105.36.164/",
                "https://[::ffff:139.105.36.164]/",
                "https://[::ffff:8b69:24a4]/"
            })
    void another_notation_of_production_is_refused_and_stays_production(String issuer) {
        values.put(LAB + "issuer", issuer);
        values.put(LAB + "class", "test");

        Configuration read = read();

        assertThat(read.problems())
                .filteredOn(problem -> key(problem).equals(LAB + "issuer"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .contains("https://maskinporten.no/", "bank.properties")
                        .doesNotContain("hemmelig"));
        assertThat(lab().state()).isEqualTo(State.INCOMPLETE);
        assertThat(lab().environment().environmentClass()).isEqualTo(EnvironmentClass.PRODUCTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://maskinporten%2Eno/",
                "https://m%61skinporten.no/",
                "https://ｍaskinporten.no/",
                "https://maskinporten。no/",
                "https://maskinpor\u00adten.no/"
            })
    void a_host_that_only_some_programs_would_read_as_production_is_refused(String issuer) {
        values.put(LAB + "issuer", issuer);

        onlyProblem(LAB + "issuer");
        assertThat(lab().state()).isEqualTo(State.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://139.105.36.132/", "https://[2a02:9cc::301]/", "https://[2A02:09CC:0:0::0301]/"})
    void an_ip_address_of_test_is_refused(String issuer) {
        values.put(LAB + "issuer", issuer);

        assertThat(onlyProblem(LAB + "issuer")).contains("https://test.maskinporten.no/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ver2.maskinporten.no./",
                "https://VER2.maskinporten.no/",
                "https://www.ver2.maskinporten.no/",
                "https://kari@ver2.maskinporten.no:443/"
            })
    void another_notation_of_a_retired_environment_is_retired(String issuer) {
        values.put(LAB + "issuer", issuer);

        assertThat(lab().state()).isEqualTo(State.RETIRED);
        assertThat(read().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ENVIRONMENT_RETIRED));
    }

    @ParameterizedTest
    @CsvSource({
        "class, test",
        "token-endpoint, https://maskinporten.no/token/v2",
        "token-endpoint, https://maskinporten.no/TOKEN",
        "jwks-uri, https://maskinporten.no/keys",
        "authorities-file, /etc/bank/authorities.pem"
    })
    void what_a_preset_defines_cannot_be_set_under_another_name_either(String key, String value) {
        values.put(LAB + "issuer", "https://maskinporten.no/");
        values.put(LAB + key, value);

        assertThat(read().problems())
                .allSatisfy(problem -> assertThat(problem.configurationKey()).isEqualTo(LAB + key))
                .anySatisfy(problem -> assertThat(problem.sentence()).contains("prod", "Digdir"));
        assertThat(lab().state()).isEqualTo(State.INCOMPLETE);
        assertThat(lab().environment().environmentClass()).isEqualTo(EnvironmentClass.PRODUCTION);
    }

    @Test
    void a_preset_under_another_name_may_repeat_what_the_preset_defines() {
        values.put(LAB + "issuer", "https://maskinporten.no/");
        values.put(LAB + "class", "production");
        values.put(LAB + "token-endpoint", "https://maskinporten.no/token");

        assertThat(read().problems()).isEmpty();
        assertThat(lab().state()).isEqualTo(State.READY);
    }

    private String onlyProblem(String key) {
        Problem only = read().problems().stream()
                .reduce((one, other) -> {
                    throw new AssertionError("Several problems: " + one.sentence() + " / " + other.sentence());
                })
                .orElseThrow();
        assertThat(only.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(only.configurationKey()).isEqualTo(key);
        return only.sentence();
    }

    private static String key(Problem problem) {
        return String.valueOf(problem.configurationKey());
    }

    private Configuration read() {
        return Configuration.read(new LayeredConfig().with("bank.properties", values));
    }

    private EnvironmentSettings lab() {
        return Optional.ofNullable(read().environments().get("lab")).orElseThrow();
    }
}
