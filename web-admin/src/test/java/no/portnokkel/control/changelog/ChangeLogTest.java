package no.portnokkel.control.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.runtime.TokenStatistics.Reachability;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private final Map<String, String> configured = new HashMap<>();
    private final Map<String, Reachability> observed = new HashMap<>();

    @Test
    void changes_are_sorted_newest_first_and_have_both_languages_and_a_source() {
        assertThat(assessed())
                .hasSize(5)
                .isSortedAccordingTo(
                        (a, b) -> b.change().date().compareTo(a.change().date()));
        assertThat(assessed()).allSatisfy(entry -> {
            assertThat(entry.change().text().no())
                    .isNotBlank()
                    .isNotEqualTo(entry.change().text().en());
            assertThat(entry.change().source().getScheme()).isEqualTo("https");
            assertThat(entry.reason().no()).isNotBlank();
        });
    }

    @Test
    void the_move_to_test_is_done_unless_an_environment_still_points_to_ver2() {
        assertThat(status("ver2-to-test")).isEqualTo(Change.Status.DONE);
        configured.put("portnokkel.environments.old.issuer", "https://ver2.maskinporten.no/");
        assertThat(status("ver2-to-test")).isEqualTo(Change.Status.OVERDUE);
        assertThat(entry("ver2-to-test").reason().en()).contains("old");
    }

    @Test
    void a_firewall_change_is_assessed_by_the_reachability_of_the_token_endpoint() {
        assertThat(status("firewall-test")).isEqualTo(Change.Status.NOT_FOR_US);
        configured.put("portnokkel.environments.test.client-id", "client");
        assertThat(status("firewall-test")).isEqualTo(Change.Status.INFORMATION);
        observed.put("test", Reachability.FAILED);
        assertThat(status("firewall-test")).isEqualTo(Change.Status.OVERDUE);
        observed.put("test", Reachability.ANSWERED);
        assertThat(status("firewall-test")).isEqualTo(Change.Status.DONE);
        assertThat(status("firewall-production")).isEqualTo(Change.Status.NOT_FOR_US);
    }

    @Test
    void a_change_that_cannot_be_observed_is_information() {
        assertThat(status("delegation-in-altinn")).isEqualTo(Change.Status.INFORMATION);
    }

    private Change.Status status(String id) {
        return entry(id).status();
    }

    private Change.Assessed entry(String id) {
        return assessed().stream()
                .filter(entry -> entry.change().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<Change.Assessed> assessed() {
        Configuration configuration = Configuration.read(ConfigValues.of(configured));
        return ChangeLog.ofThisRelease()
                .assess(
                        List.copyOf(configuration.environments().values()),
                        name -> observed.getOrDefault(name, Reachability.UNKNOWN));
    }
}
