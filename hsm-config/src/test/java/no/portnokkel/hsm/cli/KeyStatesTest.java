package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states of a key from its generation to its removal, as the command line shows them. */
class KeyStatesTest {
    @TempDir
    private Path directory;

    @Test
    void a_key_is_generated_requested_certified_and_then_in_use() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "key-states");

        officer.generates("seal");
        assertThat(stateOf(officer, "seal")).isEqualTo("generated");

        assertThat(officer.runs("csr", "--key", "seal", "--organisation", "310167398", "--name", "Testbanken AS"))
                .as(officer.err())
                .isZero();
        assertThat(stateOf(officer, "seal")).isEqualTo("requested");

        assertThat(officer.imports("seal", officer.isCertified("seal")))
                .as(officer.err())
                .isZero();
        assertThat(stateOf(officer, "seal")).isEqualTo("certified");

        inEnvironment(officer, "next-key=seal");
        assertThat(stateOf(officer, "seal")).isEqualTo("next");

        inEnvironment(officer, "key=seal");
        assertThat(stateOf(officer, "seal")).isEqualTo("active");
    }

    @Test
    void the_reader_is_told_what_the_key_waits_for_in_both_languages() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "key-waits");
        officer.generates("seal");

        assertThat(officer.runs("keys")).isZero();
        assertThat(officer.out()).contains("state", "generated", "waits for", "(csr)");
        assertThat(officer.runs(Locale.forLanguageTag("nb"), "keys")).isZero();
        assertThat(officer.out()).contains("tilstand", "laget", "venter på");
    }

    @Test
    void what_the_control_room_decided_wins_over_the_configuration() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "key-decided");
        officer.generates("seal-2026");
        officer.imports("seal-2026", officer.isCertified("seal-2026"));
        officer.generates("seal-2027");
        officer.imports("seal-2027", officer.isCertified("seal-2027"));
        officer.generates("spare");
        inEnvironment(officer, "key=seal-2026");

        decide("key.bank=seal-2027 seal-2026\nstandby-key.bank=spare:kid-1\n");
        assertThat(stateOf(officer, "seal-2027")).isEqualTo("active");
        assertThat(stateOf(officer, "seal-2026")).isEqualTo("previous");
        assertThat(stateOf(officer, "spare")).isEqualTo("next");

        decide("key.bank=seal-2027 seal-2026\nstopped-keys=/seal-2026 other/seal-2027\n");
        assertThat(stateOf(officer, "seal-2026")).isEqualTo("stopped");
        assertThat(stateOf(officer, "seal-2027")).isEqualTo("active");

        officer.configures("portnokkel.environments.bank.clients.cards.client-id=1b3c1d9e-5f6a-4a4e-8d1c-2f0a9d1b7c55");
        decide("key.bank=seal-2027 seal-2026\n");
        assertThat(stateOf(officer, "seal-2026"))
                .as("also for a client that shares it")
                .isEqualTo("previous");

        inEnvironment(officer, "key=seal-2028");
        decide("key.bank=seal-2027 seal-2026\n");
        assertThat(stateOf(officer, "seal-2027")).isEqualTo("previous");
    }

    @Test
    void a_key_that_the_control_room_uses_is_not_removed() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "key-chosen");
        officer.generates("seal-2027");
        String before = officer.listing();
        inEnvironment(officer, "key=seal-2026");
        decide("key.bank=seal-2027 seal-2026\n");

        int exit = officer.runs(
                "retire",
                "--key",
                "seal-2027",
                "--evidence",
                directory.resolve("evidence").toString(),
                "--yes");

        assertThat(exit).isEqualTo(6);
        assertThat(officer.err()).contains("the control room lets a client use it");
        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void a_key_of_the_jwks_that_nobody_uses_is_registered() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "key-registered");
        officer.generates("seal");
        X509Certificate certificate = officer.isCertified("seal").get(0);
        BigInteger modulus = ((RSAPublicKey) certificate.getPublicKey()).getModulus();
        Path jwks = officer.saves(
                "jwks.json",
                "{\"keys\":[{\"kid\":\"kid-1\",\"exp\":4102444800,\"n\":\""
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(modulus.toByteArray()) + "\"}]}");

        assertThat(officer.runs("register", "--json", "--jwks", jwks.toString()))
                .as(officer.err())
                .isZero();

        JsonObject entry = entry(officer.out(), "seal");
        assertThat(entry.getString("state")).isEqualTo("registered");
        assertThat(entry.getString("registeredUntil")).isEqualTo("2100-01-01T00:00:00Z");
    }

    private void inEnvironment(OfficerTerminal officer, String key) {
        officer.configures(
                "portnokkel.environment=bank",
                "portnokkel.environments.bank.issuer=http://127.0.0.1:1/",
                "portnokkel.environments.bank.client-id=0b3c1d9e-5f6a-4a4e-8d1c-2f0a9d1b7c55",
                "portnokkel.environments.bank.organisation-number=310167398",
                "portnokkel.environments.bank." + key);
    }

    private void decide(String keys) throws IOException {
        Files.writeString(directory.resolve("data").resolve("active-environment"), "name=bank\n" + keys);
    }

    private static String stateOf(OfficerTerminal officer, String label) {
        assertThat(officer.runs("keys", "--json")).as(officer.err()).isZero();
        return entry(officer.out(), label).getString("state");
    }

    private static JsonObject entry(String json, String label) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .filter(entry -> entry.getString("label").equals(label))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
