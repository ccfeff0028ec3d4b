package no.portnokkel.inject;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import org.junit.jupiter.api.Test;

class InjectionSpecTest {
    private final Map<String, String> written = new HashMap<>();

    private void client(String environment) {
        String prefix = "portnokkel.environments." + environment + ".";
        written.putAll(Map.of(
                prefix + "client-id", "b1", prefix + "organisation-number", "974760673", prefix + "key", "seal"));
    }

    private void prove(String scope) {
        new InjectionSpec(TokenRequest.forScope(scope), false, Optional.empty())
                .requireKnownScopes(Configuration.read(ConfigValues.of(written)));
    }

    @Test
    void a_scope_that_no_client_lists_fails_the_deployment() {
        client("test");
        written.put("portnokkel.environments.test.scopes", "skatteetaten:inntekt");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> prove("skatteetaten:formue"))
                .withMessageContaining("skatteetaten:formue")
                .withMessageContaining("portnokkel.environments.*.scopes");
    }

    @Test
    void a_scope_that_one_environment_has_or_may_have_passes() {
        client("test");
        written.put("portnokkel.environments.test.scopes", "skatteetaten:inntekt nav:aap");
        assertThatCode(() -> prove("nav:aap")).doesNotThrowAnyException();

        client("prod");
        assertThatCode(() -> prove("skatteetaten:formue")).doesNotThrowAnyException();
    }

    @Test
    void a_broken_configuration_fails_no_deployment() {
        written.put("portnokkel.environments.test.client-id", "b1");

        assertThatCode(() -> prove("nav:aap")).doesNotThrowAnyException();
    }
}
