package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.settings.KnownKeys;
import org.junit.jupiter.api.Test;

/** The recorded configuration keys stay known, as keys and as environment variables. New keys may be added. */
class KnownKeysContractTest {
    @Test
    void every_recorded_key_is_known_and_can_be_set_by_an_environment_variable() {
        ContractRecord.assertUnchanged(
                "configuration-keys",
                ContractRecord.sample("configuration-keys.txt").lines().filter(KnownKeysContractTest::isKnown));
    }

    @Test
    void the_record_holds_keys() {
        assertThat(ContractRecord.sample("configuration-keys.txt")).contains("data-dir", "environments.ENV.client-id");
    }

    private static boolean isKnown(String pattern) {
        String key = "portnokkel." + pattern.replace("ENV", "bank").replace("NAME", "loans");
        String variable = key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        return KnownKeys.isKnown(key) && KnownKeys.fromVariable(variable).equals(Optional.of(key));
    }
}
