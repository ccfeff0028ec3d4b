package no.portnokkel.hsm.register;

import static no.portnokkel.hsm.register.TokenContent.NOW;
import static no.portnokkel.hsm.register.TokenContent.PROTECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import org.junit.jupiter.api.Test;

class RegisterDifferenceTest {
    @Test
    void the_same_register_has_no_difference_a_day_later() {
        TokenContent token =
                new TokenContent().certified("seal", 100).authority("issuer").orphan("left");
        Register later = new Register(token.register().entries(), NOW.plus(1, ChronoUnit.DAYS));

        assertThat(RegisterDifference.between(token.register().json(), later.json())
                        .isEmpty())
                .isTrue();
    }

    @Test
    void a_new_key_is_added_and_a_retired_one_removed() {
        JsonArray before =
                new TokenContent().certified("seal-2026", 10).register().json();
        JsonArray after =
                new TokenContent().certified("seal-2027", 900).register().json();

        RegisterDifference difference = RegisterDifference.between(before, after);

        assertThat(difference.added()).extracting(one -> one.getString("label")).containsExactly("seal-2027");
        assertThat(difference.removed())
                .extracting(one -> one.getString("label"))
                .containsExactly("seal-2026");
        assertThat(difference.changed()).isEmpty();
    }

    @Test
    void a_renewed_certificate_is_a_change_of_its_key() {
        JsonArray before = new TokenContent().certified("seal", 10).register().json();
        JsonArray after = new TokenContent().certified("seal", 900).register().json();

        RegisterDifference difference = RegisterDifference.between(before, after);

        assertThat(difference.added()).isEmpty();
        assertThat(difference.removed()).isEmpty();
        assertThat(difference.changed()).hasSize(1);
        assertThat(difference.changed().get(0).getJsonObject("members").keySet())
                .containsExactly("certificate");
    }

    @Test
    void a_member_that_was_not_known_before_has_no_value_before() {
        JsonArray before =
                new TokenContent().uncertified("seal", Map.of()).register().json();
        JsonArray after = new TokenContent()
                .uncertified("seal", Map.of(KeyAttribute.EXTRACTABLE, true))
                .register()
                .json();

        assertThat(RegisterDifference.between(before, after).json().build().getJsonArray("changed"))
                .hasToString("[{\"source\":\"bank\",\"label\":\"seal\",\"id\":\"7365616c\",\"members\":{"
                        + "\"extractable\":{\"after\":true},\"nonExportable\":{\"after\":false}}}]");
    }

    @Test
    void two_keys_of_one_label_and_id_are_two() {
        JsonArray one =
                new TokenContent().uncertified("seal", PROTECTED).register().json();
        JsonArray two = new TokenContent()
                .uncertified("seal", PROTECTED)
                .uncertified("seal", PROTECTED)
                .register()
                .json();

        assertThat(RegisterDifference.between(one, two).added()).hasSize(1);
    }

    @Test
    void the_use_of_a_key_is_compared() {
        TokenContent token = new TokenContent().certified("seal", 100);
        KeyUse grants = KeyUse.ofGrants("seal", "prod", Optional.empty(), Optional.empty());

        RegisterDifference difference = RegisterDifference.between(
                token.register().json(), token.register(grants).json());

        assertThat(difference.changed().get(0).getJsonObject("members").keySet())
                .containsExactly("environments", "state");
    }

    @Test
    void other_json_is_refused() {
        JsonArray other = Json.createArrayBuilder().add("seal").build();
        JsonArray keys = Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("label", "seal"))
                .build();

        assertThatThrownBy(() -> RegisterDifference.between(other, JsonArray.EMPTY_JSON_ARRAY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RegisterDifference.between(keys, JsonArray.EMPTY_JSON_ARRAY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
