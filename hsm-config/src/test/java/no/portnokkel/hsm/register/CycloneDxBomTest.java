package no.portnokkel.hsm.register;

import static no.portnokkel.hsm.register.TokenContent.NOW;
import static no.portnokkel.hsm.register.TokenContent.PROTECTED;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;

class CycloneDxBomTest {
    private final TokenContent token = new TokenContent()
            .certified("seal", 100)
            .certified("old", -1)
            .uncertified("next", Map.of())
            .uncertified("", PROTECTED)
            .authority("issuer")
            .orphan("left");

    @Test
    void the_document_is_valid_by_the_schema_of_cyclonedx() throws IOException {
        KeyUse registered = KeyUse.ofGrants("seal", "prod", Optional.of("lending"), Optional.of("kid-1"))
                .withRegisteredUntil(NOW.plus(20, ChronoUnit.DAYS));
        JsonObject bom = token.register(registered).cycloneDx("0.1.0");

        assertThat(validate(bom)).isEmpty();
    }

    @Test
    void the_schema_refuses_what_it_does_not_know() throws IOException {
        JsonObject bom = token.register().cycloneDx("0.1.0");
        JsonObject wrong = Json.createReader(new StringReader(bom.toString().replace("private-key\"", "secret-seal\"")))
                .readObject();

        assertThat(validate(wrong)).isNotEmpty();
    }

    @Test
    void every_reference_is_that_of_one_component() {
        List<JsonObject> components = components(token.register().cycloneDx("0.1.0"));
        List<String> references =
                components.stream().map(one -> one.getString("bom-ref")).toList();

        List<String> referred = components.stream()
                .flatMap(one -> referred(one.getJsonObject("cryptoProperties")))
                .toList();

        assertThat(references).doesNotHaveDuplicates();
        assertThat(referred).isNotEmpty();
        assertThat(references).containsAll(referred);
    }

    @Test
    void a_certified_key_is_a_private_key_in_the_hsm_a_public_key_and_a_certificate() {
        KeyUse grants = KeyUse.ofGrants("seal", "prod", Optional.empty(), Optional.empty());
        List<JsonObject> components = components(
                new TokenContent().certified("seal", 100).register(grants).cycloneDx("0.1.0"));

        assertThat(components)
                .extracting(one -> one.getString("bom-ref"))
                .containsExactly(
                        "private-key-1",
                        "public-key-1",
                        "certificate-1",
                        "algorithm-RSA-2048",
                        "algorithm-SHA256withRSA");
        JsonObject material =
                components.get(0).getJsonObject("cryptoProperties").getJsonObject("relatedCryptoMaterialProperties");
        assertThat(material)
                .hasToString("{\"type\":\"private-key\",\"algorithmRef\":\"algorithm-RSA-2048\",\"id\":\"7365616c\","
                        + "\"size\":2048,\"state\":\"active\",\"securedBy\":{\"mechanism\":\"HSM\"}}");
    }

    private static Stream<String> referred(JsonObject properties) {
        return properties.values().stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .flatMap(inner -> inner.entrySet().stream())
                .filter(member -> member.getKey().endsWith("Ref"))
                .map(member -> ((JsonString) member.getValue()).getString());
    }

    private static List<JsonObject> components(JsonObject bom) {
        return bom.getJsonArray("components").getValuesAs(JsonObject.class);
    }

    private static List<? extends Exception> validate(JsonObject bom) throws IOException {
        return new JsonParser().validate(bom.toString().getBytes(StandardCharsets.UTF_8), Version.VERSION_16);
    }
}
