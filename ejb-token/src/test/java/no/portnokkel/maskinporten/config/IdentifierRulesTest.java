package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters that a page or an editor adds when a person copies an id. */
class IdentifierRulesTest {
    private static final String TEST = "portnokkel.environments.test.";
    private static final String AGENT = TEST + "clients.agent.";
    private static final String LAB = "portnokkel.environments.lab.";

    private final Map<String, String> values = new HashMap<>(Map.of(
            "portnokkel.hsm.profile",
            "softhsm2",
            "portnokkel.hsm.token-label",
            "bank",
            TEST + "client-id",
            "b1",
            TEST + "organisation-number",
            "974760673",
            TEST + "key",
            "seal",
            AGENT + "client-id",
            "a1",
            AGENT + "key",
            "seal"));

    @ParameterizedTest
    @CsvSource({
        "client-id, 4a2f\u00a0c, U+00A0 at position 5, 4a2f\\u00a0c",
        "client-id, '\u00a04a2f', U+00A0 at position 1, \\u00a04a2f",
        "client-id, '4a2f\u00a0', U+00A0 at position 5, 4a2f\\u00a0",
        "client-id, 4a2f\u200bc, U+200B at position 5, 4a2f\\u200bc",
        "client-id, \ufeff4a2f, U+FEFF at position 1, \\ufeff4a2f",
        "client-id, 4a\u00ad2f, U+00AD at position 3, 4a\\u00ad2f",
        "client-id, 4a 2f, U+0020 at position 3, 4a 2f",
        "client-id, \"4a2f\", U+0022 at position 1, \"4a2f\"",
        "client-id, '''4a2f''', U+0027 at position 1, '4a2f'",
        "client-id, “4a2f”, U+201C at position 1, “4a2f”",
        "client-id, 4a\\2f, U+005C at position 3, 4a\\2f",
        "client-id, 4a\u20132f, U+2013 at position 3, 4a–2f",
        "client-id, '4a\u0007', U+0007 at position 3, 4a\\u0007",
        "client-id, 4å, U+00E5 at position 2, 4å",
        "client-id, \ud83d\udd11x, U+1F511 at position 1, x",
        "client-id, 😀\u200b, U+1F600 at position 1, \\u200b",
        "kid, k1\u00a0, U+00A0 at position 3, k1\\u00a0",
        "kid, k 1, U+0020 at position 2, k 1"
    })
    void an_id_with_a_character_that_was_copied_along_is_refused_at_start(
            String key, String value, String character, String shown) {
        values.put(TEST + key, value);

        assertRefused(TEST + key, character, shown);
        assertThat(environment("test").state()).isEqualTo(State.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-id", "kid"})
    void the_same_holds_for_a_further_client(String key) {
        values.put(AGENT + key, "a1\u200b");

        assertRefused(AGENT + key, "U+200B at position 3", "a1\\u200b");
        assertThat(environment("test").client(Optional.of("agent"))).isEmpty();
        assertThat(environment("test").state()).isEqualTo(State.READY);
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://lab.bank.example/\u200b, U+200B at position 26",
        "issuer, https://lab.bank.example/\u00a0, U+00A0 at position 26",
        "issuer, https://lab.bank .example/, U+0020 at position 17",
        "issuer, https://lab.bånk.example/, U+00E5 at position 14",
        "token-endpoint, https://lab.bank.example/to\u00adken, U+00AD at position 28",
        "jwks-uri, \ufeffhttps://lab.bank.example/jwk, U+FEFF at position 1"
    })
    void the_same_holds_for_addresses(String key, String address, String character) {
        values.putAll(Map.of(
                LAB + "issuer", "https://lab.bank.example/",
                LAB + "client-id", "c1",
                LAB + "organisation-number", "974760673",
                LAB + "key", "seal"));
        values.put(LAB + key, address);

        assertRefused(LAB + key, character, "lab.");
        assertThat(environment("lab").state()).isEqualTo(State.INCOMPLETE);
    }

    /** DSOP's samples print {@code iss} and {@code aud} with a leading blank. */
    @Test
    void blanks_around_a_value_are_not_a_part_of_it() {
        values.put(TEST + "client-id", " b1\t");

        assertThat(read().problems()).isEmpty();
        assertThat(environment("test").client().orElseThrow().clientId()).isEqualTo("b1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oidc_difi_delegering_altinn",
                "11111111-2222-3333-4444-555555555555",
                "urn:bank:client/1~a+b=.",
                "!#$%&()*,:;<>?@[]^{|}"
            })
    void an_id_of_visible_ascii_is_accepted(String clientId) {
        values.put(TEST + "client-id", clientId);

        assertThat(read().problems()).isEmpty();
        assertThat(environment("test").client().orElseThrow().clientId()).isEqualTo(clientId);
    }

    /** Where such a key or token is not found, the message names the character ({@code LabelsTest}). */
    @ParameterizedTest
    @ValueSource(strings = {TEST + "key", AGENT + "key", "portnokkel.hsm.token-label"})
    void a_label_may_have_any_characters_since_the_hsm_accepts_them_too(String key) {
        values.put(key, "Segl \u00abbl\u00e5b\u00e6r\u00bb\u00a0\u2116\u200b1");

        Configuration read = read();

        assertThat(read.problems()).isEmpty();
        assertThat(environment("test").state()).isEqualTo(State.READY);
        assertThat(read.devices()).containsKey("");
    }

    private void assertRefused(String key, String character, String shown) {
        assertThat(read().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(problem.configurationKey()).isEqualTo(key);
            assertThat(problem.detail().en()).contains(key, character, shown, "bank.properties");
            assertThat(problem.detail().no()).contains(key, character.substring(0, character.indexOf(' ')), shown);
        });
    }

    private Configuration read() {
        return Configuration.read(new LayeredConfig().with("bank.properties", values));
    }

    private EnvironmentSettings environment(String name) {
        return Optional.ofNullable(read().environments().get(name)).orElseThrow();
    }
}
