package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs for one key: {@code jwk} and {@code test-sign}. */
@UsesSoftHsm
class KeyVerbsTest {
    @TempDir
    Path directory;

    @Test
    void the_jwk_is_the_certified_public_key_with_the_requested_kid() {
        OfficerTerminal officer = officer("verbs-jwk");

        int exit = officer.runs("jwk", "--key", "seal", "--kid", "bank-2027-01");

        assertThat(exit).isZero();
        JsonObject jwk = json(officer.out());
        RSAPublicKey key =
                (RSAPublicKey) officer.token().certificates("seal").get(0).getPublicKey();
        assertThat(jwk.keySet()).containsExactlyInAnyOrder("kty", "use", "alg", "kid", "e", "n");
        assertThat(jwk.getString("kty")).isEqualTo("RSA");
        assertThat(jwk.getString("use")).isEqualTo("sig");
        assertThat(jwk.getString("alg")).isEqualTo("RS256");
        assertThat(jwk.getString("kid")).isEqualTo("bank-2027-01");
        assertThat(jwk.getString("e")).isEqualTo("AQAB");
        assertThat(new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString("n"))))
                .isEqualTo(key.getModulus());
        assertThat(Base64.getUrlDecoder().decode(jwk.getString("n"))).hasSize(256);
    }

    @Test
    void the_default_kid_is_the_thumbprint_and_set_prints_a_key_set() {
        OfficerTerminal officer = officer("verbs-set");

        officer.runs("jwk", "--key", "seal", "--set", "--algorithm", "RS512", "--json");

        JsonObject jwk = json(officer.out()).getJsonArray("keys").getJsonObject(0);
        assertThat(jwk.getString("kid")).matches("[A-Za-z0-9_-]{43}");
        assertThat(jwk.getString("alg")).isEqualTo("RS512");
    }

    @Test
    void a_kid_that_digdir_would_refuse_is_wrong_usage() {
        OfficerTerminal officer = officer("verbs-kid");

        assertThat(officer.runs("jwk", "--key", "seal", "--kid", "blåbær 1")).isEqualTo(2);
        assertThat(officer.err()).contains("--kid");
        assertThat(officer.out()).isEmpty();
    }

    @Test
    void test_sign_shows_the_speed_of_the_key() {
        OfficerTerminal officer = officer("verbs-sign");

        assertThat(officer.runs("test-sign", "--key", "seal")).isZero();
        assertThat(officer.out()).contains("seal", "yes, all", "median", " ms");

        assertThat(officer.runs("test-sign", "--key", "seal", "--json")).isZero();
        JsonObject result = json(officer.out());
        assertThat(result.getBoolean("verified")).isTrue();
        assertThat(result.getInt("signatures")).isEqualTo(15);
        assertThat(result.getJsonNumber("medianMillis").doubleValue()).isPositive();
    }

    @Test
    void a_key_that_is_not_there_is_exit_5() {
        OfficerTerminal officer = officer("verbs-none");

        assertThat(officer.runs("jwk", "--key", "sael")).isEqualTo(5);
        assertThat(officer.runs("test-sign", "--key", "sael")).isEqualTo(5);
        assertThat(officer.err()).contains("It has: seal.");
    }

    private OfficerTerminal officer(String label) {
        OfficerTerminal officer = OfficerTerminal.with(directory, label);
        officer.token().generateKey("seal", BankFixture::certify);
        return officer;
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
