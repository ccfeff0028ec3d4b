package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import org.junit.jupiter.api.Test;

/** Which key a client uses: the configured one, or the one that was chosen in the control room. */
class KeyChoicesTest {
    private static final Optional<String> OWN = Optional.empty();
    private static final ClientKey NEXT = key("seal-2027");

    private final ClientSettings configured = client(key("seal-2026"));

    @Test
    void a_client_uses_its_configured_key_until_another_one_is_chosen() {
        assertThat(KeyChoices.NONE.appliedTo("prod", OWN, configured)).isEqualTo(configured);
        assertThat(used(chosen(NEXT), configured)).isEqualTo(NEXT);
    }

    @Test
    void a_key_of_one_environment_is_not_used_in_another() {
        assertThat(chosen(NEXT).appliedTo("test", OWN, configured)).isEqualTo(configured);
    }

    @Test
    void a_configuration_that_names_the_chosen_key_is_in_effect() {
        ClientKey registered = key("seal-2027", "kid-1");
        ClientKey registeredAgain = key("seal-2027", "kid-2");

        assertThat(used(chosen(registered), client(registered))).isEqualTo(registered);
        assertThat(used(chosen(registered), client(registeredAgain))).isEqualTo(registeredAgain);
    }

    @Test
    void a_configuration_that_names_a_key_that_was_replaced_is_overruled() {
        KeyChoices twice = chosen(NEXT).activated("prod", OWN, List.of(configured, client(NEXT)), key("seal-2028"));

        assertThat(used(twice, configured)).isEqualTo(key("seal-2028"));
        assertThat(used(twice, client(NEXT))).isEqualTo(key("seal-2028"));
    }

    @Test
    void a_configuration_that_names_half_of_a_replaced_key_is_overruled() {
        ClientKey old = key("seal-2026", "kid-2026");
        ClientKey next = key("seal-2027", "kid-2027");
        KeyChoices choices = KeyChoices.NONE.activated("prod", OWN, List.of(client(old)), next);

        assertThat(used(choices, client(key("seal-2027", "kid-2026")))).isEqualTo(next);
        assertThat(used(choices, client(key("seal-2026", "kid-2027")))).isEqualTo(next);
        assertThat(used(choices, client(key("seal-2027")))).isEqualTo(next);
    }

    @Test
    void a_configuration_that_names_a_third_key_is_in_effect() {
        assertThat(used(chosen(NEXT), client(key("seal-2028")))).isEqualTo(key("seal-2028"));
    }

    @Test
    void the_way_back_to_the_configured_key_is_a_choice_too() {
        KeyChoices back = chosen(NEXT).activated("prod", OWN, List.of(configured, client(NEXT)), key("seal-2026"));

        assertThat(used(back, configured)).isEqualTo(key("seal-2026"));
        assertThat(used(back, client(NEXT))).isEqualTo(key("seal-2026"));
    }

    @Test
    void a_further_client_with_the_same_certificate_follows_the_environments_own() {
        assertThat(chosen(NEXT)
                        .appliedTo("prod", Optional.of("cards"), configured)
                        .clientKey())
                .isEqualTo(NEXT);
        assertThat(chosen(NEXT).appliedTo("prod", Optional.of("cards"), client(key("cards-2026"))))
                .isEqualTo(client(key("cards-2026")));
        assertThat(chosen(key("seal-2027", "kid")).appliedTo("prod", Optional.of("cards"), configured))
                .isEqualTo(configured);
    }

    @Test
    void a_further_client_has_a_choice_of_its_own() {
        KeyChoices choices =
                chosen(NEXT).activated("prod", Optional.of("cards"), List.of(configured), key("cards-2027"));

        assertThat(choices.appliedTo("prod", Optional.of("cards"), configured).key())
                .isEqualTo("cards-2027");
        assertThat(used(choices, configured)).isEqualTo(NEXT);
    }

    @Test
    void a_stopped_key_stays_the_key_of_its_client_and_is_not_used() {
        KeyChoices stopped = KeyChoices.NONE.withStopped(configured.deviceKey(), List.of());

        assertThat(stopped.isStopped(configured)).isTrue();
        assertThat(stopped.isStopped(client(NEXT))).isFalse();
        assertThat(stopped.withRestored(configured.deviceKey())).isEqualTo(KeyChoices.NONE);
    }

    @Test
    void a_key_of_the_same_label_in_another_device_is_another_key() {
        assertThat(KeyChoices.NONE
                        .withStopped(new DeviceKey("other-site", "seal-2026"), List.of())
                        .isStopped(configured))
                .isFalse();
    }

    @Test
    void what_is_written_is_read_again_whatever_the_names_are() {
        KeyChoices choices = chosen(key("segl 2027: æøå/100%", "kid,=\n:1"))
                .withStandby("prod", Optional.of("cards"), key("reserve nøkkel"))
                .withStopped(new DeviceKey("", "segl / gammel"), List.of())
                .withStopped(new DeviceKey("other-site", "x"), List.of());

        assertThat(KeyChoices.read(choices.texts())).isEqualTo(choices);
        assertThat(choices.texts().toString()).doesNotContain("\n");
        assertThat(KeyChoices.read(Map.of("name", "prod"))).isEqualTo(KeyChoices.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> KeyChoices.read(Map.of("stopped-keys", "seal")));
    }

    private KeyChoices chosen(ClientKey key) {
        return KeyChoices.NONE.activated("prod", OWN, List.of(configured), key);
    }

    private static ClientKey used(KeyChoices choices, ClientSettings configured) {
        return choices.appliedTo("prod", OWN, configured).clientKey();
    }

    private static ClientKey key(String label) {
        return new ClientKey(label, Optional.empty());
    }

    private static ClientKey key(String label, String kid) {
        return new ClientKey(label, Optional.of(kid));
    }

    private static ClientSettings client(ClientKey key) {
        return new ClientSettings(
                "client",
                new OrganisationNumber("310167398"),
                "",
                key.label(),
                key.kid(),
                X5c.CHAIN,
                SignatureAlgorithm.RS256,
                new TreeSet<>());
    }
}
