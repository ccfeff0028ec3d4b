package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.UsesSoftHsm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The register of a token with keys of ours and of another tool, in use, waiting and without certificate. */
@UsesSoftHsm
class RegisterCommandTest {
    private static final Locale NORWEGIAN = Locale.forLanguageTag("nb-NO");

    @TempDir
    static Path directory;

    private static OfficerTerminal officer;

    @BeforeAll
    static void a_bank_with_keys_and_certificates() {
        officer = OfficerTerminal.with(directory, "register")
                .configures(
                        "portnokkel.environment=bank",
                        "portnokkel.environments.bank.issuer=http://127.0.0.1:1/",
                        "portnokkel.environments.bank.client-id=0b3c1d9e-5f6a-4a4e-8d1c-2f0a9d1b7c55",
                        "portnokkel.environments.bank.organisation-number=310167398",
                        "portnokkel.environments.bank.key=seal-2026",
                        "portnokkel.environments.bank.next-key=seal-2027",
                        "portnokkel.environments.bank.clients.lending.client-id=1b3c1d9e-5f6a-4a4e-8d1c-2f0a9d1b7c55",
                        "portnokkel.environments.bank.clients.lending.key=registered",
                        "portnokkel.environments.bank.clients.lending.kid=kid-1",
                        "portnokkel.audit.key=audit-key");
        officer.generates("seal-2026");
        List<X509Certificate> chain = officer.isCertified("seal-2026");
        assertThat(officer.imports("seal-2026", chain)).as(officer.err()).isZero();
        officer.generates("seal-2027");
        officer.generates("registered");
        assertThat(officer.runs("generate", "--for", "audit", "--key", "audit-key"))
                .as(officer.err())
                .isZero();
        OpenScTool tool = new OpenScTool(officer.token(), directory);
        tool.storeKey("RSA", 2048, "vendor", "5501");
        tool.storeCertificate(
                BankFixture.certify(OpenScTool.pair("EC", 256).getPublic()).get(0), "orphan", "5502");
    }

    @Test
    void every_key_and_certificate_has_its_state() {
        assertThat(register())
                .extracting(entry -> entry.getString("label") + " " + entry.getString("state"))
                .filteredOn(entry -> !entry.endsWith(" authority"))
                .containsExactly(
                        "audit-key active",
                        "registered active",
                        "seal-2026 active",
                        "seal-2027 generated",
                        "vendor certified",
                        "orphan certificate-only");
    }

    @Test
    void it_lists_the_private_keys_and_certificates_that_opensc_lists() {
        List<JsonObject> register = register();

        assertThat(ids(register.stream()
                        .filter(entry -> entry.containsKey("sensitive"))
                        .toList()))
                .isEqualTo(listedIds("Private Key Object"));
        long certificates = register.stream()
                .filter(entry -> entry.containsKey("certificate"))
                .count();
        long placeholders = 3; // of seal-2027, registered and audit-key
        assertThat(certificates + placeholders)
                .isEqualTo(listedIds("Certificate Object").size());
    }

    @Test
    void environments_and_clients_are_those_of_the_configuration() {
        assertThat(entry("seal-2026").getJsonArray("environments")).hasToString("[\"bank\"]");
        assertThat(entry("registered").getJsonArray("clients")).hasToString("[\"bank/lending\"]");
        assertThat(entry("vendor").getJsonArray("environments")).isEmpty();
        assertThat(entry("seal-2026").getString("source")).isEqualTo("register");
        assertThat(entry("audit-key").getInt("size")).isEqualTo(256);
    }

    @Test
    void without_a_configuration_nobody_knows_who_uses_a_key() {
        int exit = officer.runsAlone(
                Locale.ENGLISH,
                "register",
                "--json",
                "--library",
                officer.token().library().toString(),
                "--token-label",
                "register",
                "--pin-file",
                officer.token().pinFile().toString(),
                "--data-dir",
                directory.resolve("data").toString());

        assertThat(exit).as(officer.err()).isZero();
        assertThat(array(officer.out()).getValuesAs(JsonObject.class))
                .isNotEmpty()
                .noneMatch(entry -> entry.containsKey("environments"));
    }

    @Test
    void the_jwks_tells_how_long_a_key_is_registered() {
        Path jwks =
                officer.saves("jwks.json", "{\"keys\":[{\"kid\":\"kid-1\",\"exp\":4102444800},{\"kid\":\"other\"}]}");

        assertThat(officer.runs("register", "--json", "--jwks", jwks.toString()))
                .as(officer.err())
                .isZero();

        JsonObject registered = find("registered", array(officer.out()));
        assertThat(registered.getString("registeredUntil")).isEqualTo("2100-01-01T00:00:00Z");
        assertThat(registered.getInt("daysLeft")).isGreaterThan(20_000);
    }

    @Test
    void an_earlier_register_is_compared() {
        assertThat(officer.runs("register", "--json")).isZero();
        Path same = officer.saves("same.json", officer.out());
        Path earlier = officer.saves(
                "earlier.json",
                officer.out().replace("\"label\":\"vendor\",\"id\":\"5501\"", "\"label\":\"gone\",\"id\":\"66\""));

        assertThat(officer.runs("register", "--compare", same.toString())).isZero();
        assertThat(officer.out()).isEqualToIgnoringNewLines("Nothing has changed since then.");

        assertThat(officer.runs("register", "--json", "--compare", earlier.toString()))
                .isZero();
        JsonObject difference = object(officer.out());
        assertThat(difference.getJsonArray("added").getJsonObject(0).getString("label"))
                .isEqualTo("vendor");
        assertThat(difference.getJsonArray("removed").getJsonObject(0).getString("label"))
                .isEqualTo("gone");
        assertThat(difference.getJsonArray("changed")).isEmpty();

        assertThat(officer.runs(NORWEGIAN, "register", "--compare", earlier.toString()))
                .isZero();
        assertThat(officer.out()).contains("vendor", "kommet til", "gone", "fjernet");
    }

    @Test
    void sections_are_in_the_language_of_the_reader() {
        assertThat(officer.runs(NORWEGIAN, "register")).isZero();

        assertThat(officer.out()).contains("har sertifikat", "venter på", "laget", "dager igjen", "bank");
    }

    @Test
    void csv_and_cbom_hold_the_same_entries() {
        assertThat(officer.runs("register", "--csv")).isZero();
        assertThat(officer.out().lines()).hasSize(register().size() + 1);

        assertThat(officer.runs("register", "--cbom", "--json")).isZero();
        assertThat(object(officer.out()).getString("specVersion")).isEqualTo("1.6");
    }

    @Test
    void other_files_and_formats_together_are_wrong_usage() {
        Path other = officer.saves("other.json", "{\"keys\":[1]}");
        Path numbers = officer.saves("numbers.json", "[1]");

        assertThat(officer.runs("register", "--csv", "--cbom")).isEqualTo(2);
        assertThat(officer.runs("register", "--compare", other.toString())).isEqualTo(2);
        assertThat(officer.err()).contains("--compare", "other.json");
        assertThat(officer.runs("register", "--compare", numbers.toString())).isEqualTo(2);
        assertThat(officer.runs("register", "--jwks", other.toString())).isEqualTo(2);
        assertThat(officer.err()).contains("--jwks", "other.json");
        assertThat(officer.runs("register", "--compare", directory + "/none.json"))
                .isEqualTo(2);
    }

    private static List<String> ids(List<JsonObject> entries) {
        return entries.stream().map(entry -> entry.getString("id")).sorted().toList();
    }

    /** Returns the ids of the objects of a class, in the order of the alphabet. */
    private static List<String> listedIds(String objects) {
        return Pattern.compile("(?s)" + objects + ".*?ID: +([0-9a-f]+)")
                .matcher(officer.listing())
                .results()
                .map((MatchResult found) -> found.group(1))
                .sorted()
                .toList();
    }

    private static List<JsonObject> register() {
        assertThat(officer.runs("register", "--json")).as(officer.err()).isZero();
        return array(officer.out()).getValuesAs(JsonObject.class);
    }

    private static JsonObject entry(String label) {
        assertThat(officer.runs("register", "--json")).as(officer.err()).isZero();
        return find(label, array(officer.out()));
    }

    private static JsonObject find(String label, JsonArray register) {
        return register.getValuesAs(JsonObject.class).stream()
                .filter(entry -> entry.getString("label").equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static JsonArray array(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readArray();
        }
    }

    private static JsonObject object(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
