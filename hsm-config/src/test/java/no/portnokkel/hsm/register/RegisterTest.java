package no.portnokkel.hsm.register;

import static no.portnokkel.hsm.register.TokenContent.NOW;
import static no.portnokkel.hsm.register.TokenContent.PROTECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.register.KeyUse.Purpose;
import no.portnokkel.hsm.register.RegisterEntry.State;
import org.junit.jupiter.api.Test;

class RegisterTest {
    private static final KeyUse GRANTS = KeyUse.ofGrants("seal", "prod", Optional.empty(), Optional.empty());

    private final TokenContent token = new TokenContent();

    @Test
    void a_certified_key_that_the_configuration_names_is_in_use() {
        RegisterEntry entry = only(token.certified("seal", 100).register(GRANTS));

        assertThat(entry.state()).isEqualTo(State.ACTIVE);
        assertThat(entry.environments()).contains(List.of("prod"));
        assertThat(entry.daysLeft(NOW)).contains(100L);
    }

    @Test
    void a_certified_key_that_nobody_names_waits() {
        RegisterEntry entry = only(token.certified("next", 100).register(GRANTS));

        assertThat(entry.state()).isEqualTo(State.CERTIFIED);
        assertThat(entry.environments()).contains(List.of());
    }

    @Test
    void the_next_key_of_an_environment_is_next_and_named() {
        RegisterEntry entry = only(token.certified("next", 100).register(use("next", Purpose.NEXT_KEY)));

        assertThat(entry.state()).isEqualTo(State.NEXT);
        assertThat(entry.environments()).contains(List.of("prod"));
    }

    @Test
    void what_was_decided_about_a_key_is_its_state_in_this_order() {
        token.certified("seal", 100);

        assertThat(stateWith(Purpose.REGISTERED)).isEqualTo(State.REGISTERED);
        assertThat(stateWith(Purpose.PREVIOUS, Purpose.REGISTERED)).isEqualTo(State.PREVIOUS);
        assertThat(stateWith(Purpose.STANDBY, Purpose.PREVIOUS)).isEqualTo(State.NEXT);
        assertThat(stateWith(Purpose.GRANTS, Purpose.STANDBY)).isEqualTo(State.ACTIVE);
        assertThat(stateWith(Purpose.STOPPED, Purpose.GRANTS)).isEqualTo(State.STOPPED);
    }

    private State stateWith(Purpose... purposes) {
        return only(token.register(Arrays.stream(purposes)
                        .map(purpose -> use("seal", purpose))
                        .toArray(KeyUse[]::new)))
                .state();
    }

    private static KeyUse use(String label, Purpose purpose) {
        return KeyUse.of(label, purpose, "prod", Optional.empty(), Optional.empty());
    }

    @Test
    void a_state_says_what_it_waits_for_unless_nothing_has_to_happen() {
        assertThat(Arrays.stream(State.values())
                        .filter(state -> state.waitsFor().isEmpty()))
                .containsExactlyInAnyOrder(State.ACTIVE, State.RETIRED, State.AUTHORITY, State.CERTIFICATE_ONLY);
    }

    @Test
    void a_key_without_a_certificate_is_not_in_use_although_it_is_named() {
        assertThat(only(token.uncertified("seal", PROTECTED).register(GRANTS)).state())
                .isEqualTo(State.GENERATED);
    }

    @Test
    void a_key_that_nobody_names_expires_with_its_certificate_and_one_in_use_stays_in_use() {
        token.certified("seal", -1);

        assertThat(only(token.register()).state()).isEqualTo(State.EXPIRED);
        assertThat(only(token.register(GRANTS)).state()).isEqualTo(State.ACTIVE);
        assertThat(only(token.register(GRANTS)).daysLeft(NOW)).contains(-1L);
    }

    @Test
    void certificates_of_no_key_are_those_of_issuers_and_others() {
        Register register = token.authority("issuer").orphan("left").register();

        assertThat(register.entries())
                .extracting(RegisterEntry::label, RegisterEntry::state, RegisterEntry::isKey)
                .containsExactly(tuple("issuer", State.AUTHORITY, false), tuple("left", State.CERTIFICATE_ONLY, false));
        assertThat(register.keys().entries()).isEmpty();
    }

    @Test
    void days_are_left_until_certificate_or_registration_ends() {
        KeyUse registered = KeyUse.ofGrants("seal", "prod", Optional.empty(), Optional.of("kid-1"))
                .withRegisteredUntil(NOW.plus(20, ChronoUnit.DAYS));

        assertThat(only(token.certified("seal", 100).register(registered)).daysLeft(NOW))
                .contains(20L);
    }

    @Test
    void an_hour_after_its_end_a_certificate_has_no_day_left() {
        RegisterEntry entry = only(token.certified("seal", 0).register(GRANTS));

        assertThat(entry.daysLeft(NOW)).contains(0L);
        assertThat(entry.daysLeft(NOW.plus(1, ChronoUnit.HOURS))).contains(-1L);
    }

    @Test
    void an_entry_without_a_label_is_named_by_its_certificate_or_its_id() {
        assertThat(only(token.authority("").register()).name()).startsWith("CN=");
        assertThat(only(new TokenContent().uncertified("", PROTECTED).register())
                        .name())
                .isEmpty();
    }

    @Test
    void a_key_is_non_exportable_only_by_both_attributes() {
        assertThat(nonExportable(PROTECTED)).contains(true);
        assertThat(nonExportable(Map.of(KeyAttribute.SENSITIVE, true))).isEmpty();
        assertThat(nonExportable(Map.of(KeyAttribute.EXTRACTABLE, true))).contains(false);
        assertThat(nonExportable(Map.of(KeyAttribute.SENSITIVE, false))).contains(false);
    }

    private static Optional<Boolean> nonExportable(Map<KeyAttribute, Boolean> attributes) {
        return only(new TokenContent().uncertified("seal", attributes).register())
                .nonExportable();
    }

    @Test
    void json_leaves_out_what_is_not_known() {
        Register unconfigured =
                Register.of(token.uncertified("seal", Map.of()).objects(), "bank", Optional.empty(), key -> false, NOW);

        JsonObject key = unconfigured.json().getJsonObject(0);

        assertThat(key.keySet()).containsExactly("source", "label", "id", "state", "type", "size");
    }

    @Test
    void json_names_certificate_environments_and_clients() {
        KeyUse client = KeyUse.ofGrants("seal", "prod", Optional.of("lending"), Optional.empty());

        JsonObject key =
                token.certified("seal", 100).register(GRANTS, client).json().getJsonObject(0);

        assertThat(key.getJsonArray("environments")).hasToString("[\"prod\"]");
        assertThat(key.getJsonArray("clients")).hasToString("[\"prod/lending\"]");
        assertThat(key.getBoolean("nonExportable")).isTrue();
        assertThat(key.getInt("daysLeft")).isEqualTo(100);
        assertThat(key.getJsonObject("certificate").keySet())
                .containsExactly(
                        "subject", "issuer", "organisationNumber", "serial", "notBefore", "notAfter", "sha256");
    }

    private static RegisterEntry only(Register register) {
        assertThat(register.entries()).hasSize(1);
        return register.entries().get(0);
    }
}
