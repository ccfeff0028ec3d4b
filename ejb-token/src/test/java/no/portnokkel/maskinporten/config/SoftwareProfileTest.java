package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import no.portnokkel.hsm.settings.DeviceSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** Profile {@code software} is for environments of class test; class and profile alone decide. */
class SoftwareProfileTest {
    private static final String PROD = "portnokkel.environments.prod.";
    private static final String TEST = "portnokkel.environments.test.";
    private static final String OWN = "portnokkel.environments.own.";

    private final Map<String, String> values = new HashMap<>(Map.of(
            "portnokkel.hsm.profile", "software",
            "portnokkel.hsm.keystore-file", "/laptop/keys.p12",
            "portnokkel.hsm.pin-file", "/laptop/password"));

    @Test
    void in_class_test_the_device_is_the_keystore_file() {
        client(TEST);

        Configuration read = read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.devices().get("")).isInstanceOfSatisfying(DeviceSettings.Software.class, settings -> {
            assertThat(settings.keystoreFile()).isEqualTo(Path.of("/laptop/keys.p12"));
            assertThat(settings.pinFile()).isEqualTo(Path.of("/laptop/password"));
            assertThat(settings.keyName("profile")).isEqualTo("portnokkel.hsm.profile");
        });
        assertThat(environment(read, "test").state()).isEqualTo(State.READY);
    }

    @Test
    void in_class_production_it_is_the_first_problem_and_the_environment_cannot_be_used() {
        client(PROD);

        Configuration read = read();

        EnvironmentSettings production = environment(read, "prod");
        assertThat(production.state()).isEqualTo(State.INCOMPLETE);
        assertThat(production.client()).isEmpty();
        assertThat(production.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.HSM_PROFILE_NOT_ALLOWED);
            assertThat(problem.configurationKey()).isEqualTo("portnokkel.hsm.profile");
            assertThat(problem.detail().en()).contains("\"prod\"", "portnokkel.hsm.profile = software");
        });
    }

    @Test
    void it_is_reported_beside_whatever_else_is_wrong() {
        values.remove("portnokkel.hsm.keystore-file");
        values.put(OWN + "class", "production");
        values.put(OWN + "client-id", "b1");

        List<Problem> problems = environment(read(), "own").problems();

        assertThat(problems).extracting(Problem::code).startsWith(ProblemCode.HSM_PROFILE_NOT_ALLOWED);
        assertThat(problems)
                .extracting(Problem::configurationKey)
                .contains(OWN + "issuer", OWN + "key", OWN + "organisation-number");
    }

    @Test
    void an_alias_of_production_is_production() {
        client(OWN);
        values.put(OWN + "issuer", "https://maskinporten.no/");

        assertThat(environment(read(), "own").problems())
                .extracting(Problem::code)
                .contains(ProblemCode.HSM_PROFILE_NOT_ALLOWED);
    }

    @Test
    void the_device_of_the_environment_counts_not_the_default_one() {
        client(PROD);
        client(TEST);
        values.put(PROD + "hsm", "bank");
        values.put("portnokkel.hsm.devices.bank.profile", "luna");
        values.put("portnokkel.hsm.devices.bank.token-label", "seals");
        assertThat(read().problems()).isEmpty();

        values.put("portnokkel.hsm.devices.bank.profile", "software");
        assertThat(environment(read(), "prod").problems())
                .extracting(Problem::configurationKey)
                .contains("portnokkel.hsm.devices.bank.profile");
    }

    @Test
    void the_hsm_of_a_standby_key_counts_too() {
        client(PROD);
        values.put(PROD + "hsm", "bank");
        values.put("portnokkel.hsm.devices.bank.profile", "luna");
        values.put("portnokkel.hsm.devices.bank.token-label", "seals");
        values.put(PROD + "standby-key", "standby");
        values.put(PROD + "standby-hsm", "laptop");
        values.put("portnokkel.hsm.devices.laptop.profile", "software");

        assertThat(environment(read(), "prod").problems())
                .extracting(Problem::code)
                .contains(ProblemCode.HSM_PROFILE_NOT_ALLOWED);
    }

    @Test
    void both_files_must_be_named() {
        client(TEST);
        values.remove("portnokkel.hsm.keystore-file");
        values.remove("portnokkel.hsm.pin-file");

        Configuration read = read();

        assertThat(read.problems())
                .extracting(Problem::configurationKey)
                .containsExactly("portnokkel.hsm.keystore-file", "portnokkel.hsm.pin-file");
        assertThat(read.devices()).isEmpty();
    }

    @Test
    void an_unknown_profile_names_software_among_the_known_ones() {
        client(TEST);
        values.put("portnokkel.hsm.profile", "sofware");

        assertThat(read().problems())
                .anySatisfy(problem -> assertThat(problem.sentence()).contains("softhsm2", "software"));
    }

    private void client(String prefix) {
        values.put(prefix + "client-id", "b1");
        values.put(prefix + "organisation-number", "974760673");
        values.put(prefix + "key", "seal");
    }

    private Configuration read() {
        return Configuration.read(ConfigValues.of(values));
    }

    private static EnvironmentSettings environment(Configuration read, String name) {
        return Objects.requireNonNull(read.environments().get(name));
    }
}
