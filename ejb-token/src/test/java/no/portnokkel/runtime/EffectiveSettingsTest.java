package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveSettingsTest {
    @Test
    void equal_settings_have_the_same_digest_in_whichever_order_they_are_read() {
        Map<String, String> read = new LinkedHashMap<>(Map.of("kid", "one"));
        read.put("client-id", "lab-client");
        Map<String, String> readInAnotherOrder = new LinkedHashMap<>(Map.of("client-id", "lab-client"));
        readInAnotherOrder.put("kid", "one");

        assertThat(digest(read)).isEqualTo(digest(readInAnotherOrder)).matches("[0-9a-f]{64}");
    }

    @Test
    void a_changed_added_or_renamed_setting_changes_the_digest() {
        String before = digest(Map.of("client-id", "lab-client"));

        assertThat(digest(Map.of("client-id", "lax-client"))).isNotEqualTo(before);
        assertThat(digest(Map.of("another", "lab-client"))).isNotEqualTo(before);
        assertThat(digest(Map.of("client-id", "lab-client", "kid", "one"))).isNotEqualTo(before);
        assertThat(digest(Map.of())).isNotEqualTo(before);
    }

    @Test
    void a_character_that_moves_from_a_name_to_its_value_changes_the_digest() {
        assertThat(digest(Map.of("key", "seal"))).isNotEqualTo(digest(Map.of("keys", "eal")));
    }

    @Test
    void further_settings_are_added_without_changing_the_original() {
        EffectiveSettings settings = new EffectiveSettings(Map.of("key", "seal"));

        assertThat(settings.with(Map.of("kid", "one")).values())
                .containsEntry("key", "seal")
                .containsEntry("kid", "one");
        assertThat(settings.values()).doesNotContainKey("kid");
    }

    private static String digest(Map<String, String> values) {
        return new EffectiveSettings(values).digest();
    }
}
