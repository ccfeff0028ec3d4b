package no.portnokkel.inject;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Provider;
import jakarta.ws.rs.client.WebTarget;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectionSpecTest {
    private final Map<String, String> values = new HashMap<>();

    private void client(String environment) {
        String prefix = "portnokkel.environments." + environment + ".";
        values.putAll(Map.of(
                prefix + "client-id", "b1", prefix + "organisation-number", "974760673", prefix + "key", "seal"));
    }

    private void validate(String scope) {
        validate(new InjectionSpec(List.of(scope), "", "", List.of(), ""), AccessToken.class);
    }

    private void validate(InjectionSpec spec, Type type) {
        ConfigValues configured = ConfigValues.of(values);
        spec.validate(type, configured, Configuration.read(configured));
    }

    private static InjectionSpec ofClient(String client) {
        return new InjectionSpec(List.of("nav:aap"), client, "", List.of(), "");
    }

    private static InjectionSpec at(String baseUri) {
        return new InjectionSpec(List.of("nav:aap"), "", "", List.of(), baseUri);
    }

    private static Type type(String field) {
        try {
            return Types.class.getDeclaredField(field).getGenericType();
        } catch (NoSuchFieldException missing) {
            throw new AssertionError(missing);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "supplier", "subtypes", "stage", "stages", "instance", "provider"})
    void a_token_can_be_injected_as_these_types(String field) {
        assertThatCode(() -> validate(at(""), type(field))).doesNotThrowAnyException();
    }

    @Test
    void a_web_target_may_be_looked_up_later() {
        assertThatCode(() -> validate(at("https://api.example/"), type("targets")))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> validate(at(""), type("targets")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rawSupplier", "text", "texts", "textStage", "string", "unbounded"})
    void other_types_are_rejected_with_those_that_are_possible(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validate(at(""), type(field)))
                .withMessageContaining(type(field).getTypeName())
                .withMessageContaining("Inject a Supplier<AccessToken>");
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

    @Test
    void a_client_that_no_environment_configures_is_rejected_with_the_configured_ones() {
        client("test");
        values.put("portnokkel.environments.test.clients.agent.client-id", "a1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> validate(ofClient("agnet"), AccessToken.class))
                .withMessageContaining("client = \"agnet\"")
                .withMessageContaining("[agent]");
        assertThatCode(() -> validate(ofClient("agent"), AccessToken.class)).doesNotThrowAnyException();
    }

    @Test
    void a_client_whose_settings_are_wrong_or_cannot_be_listed_does_not_fail_the_deployment() {
        assertThatCode(() -> validate(ofClient("agent"), AccessToken.class)).doesNotThrowAnyException();

        client("test");
        values.put("portnokkel.environments.test.clients.agent.x5c", "root");
        assertThatCode(() -> validate(ofClient("agent"), AccessToken.class)).doesNotThrowAnyException();
    }

    @Test
    void a_base_uri_is_for_a_web_target_only_and_a_web_target_needs_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validate(at("https://api.example/"), type("supplier")))
                .withMessageContaining("baseUri = \"https://api.example/\"")
                .withMessageContaining("WebTarget");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validate(at(""), WebTarget.class))
                .withMessageContaining("baseUri");
        assertThatCode(() -> validate(at("https://api.example/"), WebTarget.class))
                .doesNotThrowAnyException();
    }

    @Test
    void a_wrong_address_from_the_configuration_is_rejected_with_its_key_and_value() {
        values.put("bank.api.uri", "http://api.example/");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> validate(at("config:bank.api.uri"), WebTarget.class))
                .withMessageContaining("bank.api.uri")
                .withMessageContaining("http://api.example/")
                .withMessageContaining("https");
    }

    @Test
    void an_address_that_its_source_cannot_deliver_is_rejected_with_its_key() {
        ConfigValues failing = new ConfigValues() {
            @Override
            public Optional<String> value(String key) {
                throw new NoSuchElementException("secret of the source");
            }

            @Override
            public Set<String> names() {
                throw new NoSuchElementException("secret of the source");
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> at("config:bank.api.uri").validate(WebTarget.class, failing, Configuration.read(failing)))
                .withMessageContaining("bank.api.uri")
                .withMessageContaining("NoSuchElementException")
                .withMessageNotContaining("secret");
    }

    /** Types of injection points. */
    @SuppressWarnings({"unused", "rawtypes", "NullAway"})
    private static final class Types {
        AccessToken token;
        Supplier<AccessToken> supplier;
        Supplier<? extends AccessToken> subtypes;
        CompletionStage<AccessToken> stage;
        Supplier<CompletionStage<AccessToken>> stages;
        Instance<Supplier<AccessToken>> instance;
        Provider<AccessToken> provider;
        Instance<WebTarget> targets;
        Supplier rawSupplier;
        Supplier<String> text;
        Supplier<Supplier<AccessToken>> texts;
        CompletionStage<String> textStage;
        String string;
        Supplier<?> unbounded;
    }
}
