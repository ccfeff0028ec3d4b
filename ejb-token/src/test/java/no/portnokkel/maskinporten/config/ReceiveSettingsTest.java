package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiveSettingsTest {
    private static final String API = "https://api.bank.example/kontoinformasjon";
    private final Map<String, String> values =
            new HashMap<>(Map.of("portnokkel.receive.environment", "test", "portnokkel.receive.audience", API));

    @Test
    void a_server_that_only_receives_needs_an_environment_and_an_audience() {
        Configuration read = read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.receivesOnly()).isTrue();
        ReceiveSettings receive = read.receive().orElseThrow();
        assertThat(receive.environment().issuer()).isEqualTo("https://test.maskinporten.no/");
        assertThat(receive.environment().jwksUri()).hasToString("https://test.maskinporten.no/jwk");
        assertThat(receive.audiences()).containsExactly(API);
        assertThat(receive.skew()).isEqualTo(Duration.ofSeconds(5));
        assertThat(receive.suppliers()).isEmpty();
        assertThat(receive.authorities()).containsExactly("iso6523-actorid-upis");
    }

    @Test
    void all_values_are_read() {
        values.put("portnokkel.receive.audience", API + ", https://api.bank.example/kundeforhold/");
        values.put("portnokkel.receive.skew", "PT10S");
        values.put("portnokkel.receive.suppliers", "974760673 310167398");
        values.put("portnokkel.receive.authorities", "etsi-en-319-412");

        ReceiveSettings receive = read().receive().orElseThrow();

        assertThat(receive.audiences()).containsExactlyInAnyOrder(API, "https://api.bank.example/kundeforhold/");
        assertThat(receive.skew()).isEqualTo(Duration.ofSeconds(10));
        assertThat(receive.suppliers().orElseThrow())
                .containsExactlyInAnyOrder(new OrganisationNumber("974760673"), new OrganisationNumber("310167398"));
        assertThat(receive.authorities()).containsExactlyInAnyOrder("iso6523-actorid-upis", "etsi-en-319-412");
    }

    @Test
    void a_custom_environment_needs_no_client() {
        values.put("portnokkel.receive.environment", "lab");
        values.put("portnokkel.environments.lab.issuer", "http://127.0.0.1:8089/");

        Configuration read = read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.environments()).isEmpty();
        assertThat(read.receive().orElseThrow().environment().jwksUri()).hasToString("http://127.0.0.1:8089/jwk");
    }

    @Test
    void the_environment_of_a_client_is_received_too() {
        values.put("portnokkel.receive.environment", "lab");
        values.put("portnokkel.environment", "lab");
        values.put("portnokkel.environments.lab.issuer", "http://127.0.0.1:8089/");
        values.put("portnokkel.environments.lab.client-id", "b1");
        values.put("portnokkel.environments.lab.organisation-number", "974760673");
        values.put("portnokkel.environments.lab.key", "seal");
        values.put("portnokkel.hsm.profile", "softhsm2");
        values.put("portnokkel.hsm.token-label", "bank");

        Configuration read = read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.receivesOnly()).isFalse();
        assertThat(read.environments()).containsKey("lab");
        assertThat(read.receive()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "receive.environment, tset",
        "receive.environment, ''",
        "receive.audience, ''",
        "receive.audience, api.bank.example",
        "receive.audience, https://api.bank.example?x=1",
        "receive.skew, PT11S",
        "receive.skew, PT-1S",
        "receive.skew, 5",
        "receive.suppliers, 974760674",
        "receive.suppliers, ','",
        "receive.authorities, 'a\"b'",
        "receive.supplier, 974760673",
        "http.truststore, /nowhere.pem"
    })
    void where_a_value_is_wrong_nothing_is_received(String key, String value) {
        values.put("portnokkel." + key, value);

        Configuration read = read();

        assertThat(read.receive()).isEmpty();
        assertThat(read.problems()).singleElement().isEqualTo(read.notReceiving());
        assertThat(read.notReceiving().configurationKey()).isEqualTo("portnokkel." + key);
    }

    @ParameterizedTest
    @CsvSource({"issuer, ftp://lab.example/", "jwks-uri, https://other.example/jwk"})
    void a_wrong_address_of_a_custom_environment_receives_nothing(String key, String address) {
        values.put("portnokkel.receive.environment", "lab");
        values.put("portnokkel.environments.lab.issuer", "https://lab.example/");
        values.put("portnokkel.environments.lab." + key, address);

        Configuration read = read();

        assertThat(read.receive()).isEmpty();
        assertThat(read.problems()).hasSize(2);
        assertThat(read.problems().get(0).configurationKey()).isEqualTo("portnokkel.environments.lab." + key);
        assertThat(read.notReceiving().configurationKey()).isEqualTo("portnokkel.receive.environment");
    }

    @Test
    void a_retired_environment_receives_nothing() {
        for (Map<String, String> retired : List.of(
                Map.of("portnokkel.receive.environment", "ver2"),
                Map.of(
                        "portnokkel.receive.environment", "lab",
                        "portnokkel.environments.lab.issuer", "https://ver2.maskinporten.no/"))) {
            values.putAll(retired);

            Configuration read = read();

            assertThat(read.receive()).isEmpty();
            assertThat(read.notReceiving().code()).isEqualTo(ProblemCode.ENVIRONMENT_RETIRED);
        }
    }

    @Test
    void without_any_key_nothing_is_received_and_the_problem_names_the_keys() {
        values.keySet().removeIf(key -> key.contains("receive"));

        Configuration read = read();

        assertThat(read.receive()).isEmpty();
        assertThat(read.receivesOnly()).isFalse();
        assertThat(read.notReceiving().sentence())
                .contains("portnokkel.receive.environment", "portnokkel.receive.audience");
    }

    private Configuration read() {
        return Configuration.read(ConfigValues.of(values));
    }
}
