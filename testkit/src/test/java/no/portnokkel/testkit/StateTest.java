package no.portnokkel.testkit;

import static no.portnokkel.testkit.Signer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry as JSON, in a file and over HTTP, with the example of the documentation. */
class StateTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final TestAuthority AUTHORITY = TestAuthority.create(CLOCK, new SecureRandom());
    private static final Signer KEY = new Signer();
    private static final Path PAGE = Path.of("../docs/developer/twin.md");

    @Test
    void the_example_of_the_documentation_is_read_and_applied() throws IOException {
        try (MaskinportenTwin twin = MaskinportenTwin.builder()
                .authority(AUTHORITY)
                .clock(CLOCK)
                .state(example())
                .start()) {
            GrantClient bank = new GrantClient(twin, NOW);
            Map<String, Object> tax = with(bank.claims(), "scope", "skatteetaten:summertskattegrunnlag");
            Map<String, Object> supplier = with(bank.claims(), "iss", "supplier-client");
            Map<String, Object> header = Map.of("alg", "RS256", "kid", "supplier-2026-01");

            assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(200);
            assertThat(bank.send(tax).body()).contains("MP-250");
            assertThat(bank.send(KEY.sign(header, supplier)).body()).contains("MP-250");
            assertThat(bank.send(KEY.sign(
                                    header, with(with(supplier, "consumer_org", GrantClient.NUMBER), "jti", "another")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(bank.send(with(bank.claims(), "authorization_details", List.of(consent())))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void written_state_can_be_read_again() throws IOException, ParseException {
        Registry first = new StateReader(CLOCK).read(example());
        String written = JSONObjectUtils.toJSONString(StateWriter.write(first));

        Registry second = new StateReader(CLOCK).read(written);

        assertThat(JSONObjectUtils.parse(JSONObjectUtils.toJSONString(StateWriter.write(second))))
                .isEqualTo(JSONObjectUtils.parse(written));
        assertThat(written).contains("supplier-2026-01", "contract-7", "4f1c0a", "\"granted\":false");
    }

    @Test
    void the_state_of_a_running_twin_is_replaced_over_http() {
        try (MaskinportenTwin twin = MaskinportenTwin.builder()
                .authority(AUTHORITY)
                .clock(CLOCK)
                .client(GrantClient.CLIENT)
                .start()) {
            GrantClient bank = new GrantClient(twin, NOW);
            HttpResponse<String> shown = bank.get(twin.address().resolve("twin/state"), "");
            assertThat(shown.body()).contains("bank-client").doesNotContain("newcomer");

            HttpResponse<String> replaced = bank.put(
                    "twin/state",
                    "{\"clients\":[{\"client_id\":\"newcomer\",\"client_orgno\":\"310167398\",\"scopes\":[\"a:b\"]}]}");

            assertThat(replaced.statusCode()).isEqualTo(200);
            assertThat(bank.send(bank.claims()).body()).contains("MP-100");
            assertThat(bank.send(with(with(bank.claims(), "iss", "newcomer"), "scope", "a:b"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(bank.put("twin/state", shown.body()).statusCode()).isEqualTo(200);
            assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not json                                                        | not a JSON object
            {"client":[]}                                                   | does not know [client]
            {"clients":[{"client_id":"a"}]}                                 | clients[0].client_orgno is a text
            {"clients":[{"client_id":"a","client_orgno":"1"}]}              | nine digits
            {"clients":[7]}                                                 | clients is an array of objects
            {"clients":null}                                                | clients is an array
            {"scopes":[{"name":"a:b","delegable":"yes"}]}                   | scopes[0].delegable is true or false
            {"revoked":["xyz"]}                                             | serial numbers in hexadecimal
            {"clients":[{"client_id":"a","client_orgno":"310167398","integration_type":"x"}]} | one of [maskinporten, idporten]
            {"consents":[{"id":"7","from":"x","to":"y"}]}                   | UUID
            {"key_delay":1.5}                                               | key_delay is a whole number
            """)
    void invalid_json_is_rejected_with_its_place(String json, String message) {
        assertThatThrownBy(() -> new StateReader(CLOCK).read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** The example with the modulus of this test's key. */
    private static String example() throws IOException {
        String page = Files.readString(PAGE);
        String json = page.substring(page.indexOf("```json") + "```json".length());
        return json.substring(0, json.indexOf("```"))
                .replace("MODULUS", Base64URL.encode(KEY.rsaKey().getModulus()).toString());
    }

    private static Map<String, Object> consent() {
        return Map.of(
                "type", "urn:altinn:consent",
                "id", "77ed8698-e619-4066-9eb4-5c1eb3f165a1",
                "from", "urn:altinn:person:identifier-no:25922947409");
    }
}
