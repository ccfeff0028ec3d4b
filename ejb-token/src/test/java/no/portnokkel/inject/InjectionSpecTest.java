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
    private final Map<String, String> values = new HashMap<>();

    private void client(String environment) {
        String prefix = "portnokkel.environments." + environment + ".";
        values.putAll(Map.of(
                prefix + "client-id", "b1", prefix + "organisation-number", "974760673", prefix + "key", "seal"));
    }

    private void validate(String scope) {
        new InjectionSpec(TokenRequest.forScope(scope), false, Optional.empty())
                .requireKnownScopes(Configuration.read(ConfigValues.of(values)));
    }

    @Test
    void a_scope_that_no_client_lists_is_rejected() {
        client("test");
        values.put("portnokkel.environments.test.scopes", "skatteetaten:inntekt");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> validate("skatteetaten:formue"))
                .withMessageContaining("skatteetaten:formue")
                .withMessageContaining("portnokkel.environments.*.scopes");
    }

    @Test
    void a_scope_that_one_environment_has_or_may_have_is_accepted() {
        client("test");
        values.put("portnokkel.environments.test.scopes", "skatteetaten:inntekt nav:aap");
        assertThatCode(() -> validate("nav:aap")).doesNotThrowAnyException();

        client("prod");
        assertThatCode(() -> validate("skatteetaten:formue")).doesNotThrowAnyException();
    }

    @Test
    void an_invalid_configuration_does_not_fail_the_deployment() {
        values.put("portnokkel.environments.test.client-id", "b1");

        assertThatCode(() -> validate("nav:aap")).doesNotThrowAnyException();
    }
}
