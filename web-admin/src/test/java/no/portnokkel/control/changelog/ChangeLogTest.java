package no.portnokkel.control.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.runtime.Reachability;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private final Map<String, String> configured = new HashMap<>();
    private final Map<String, Reachability> seen = new HashMap<>();

    @Test
    void the_newest_change_comes_first_and_all_have_both_languages_and_a_source() {
        assertThat(judged())
                .hasSize(5)
                .isSortedAccordingTo(
                        (a, b) -> b.change().date().compareTo(a.change().date()));
        assertThat(judged()).allSatisfy(entry -> {
            assertThat(entry.change().text().no())
                    .isNotBlank()
                    .isNotEqualTo(entry.change().text().en());
            assertThat(entry.change().source().getScheme()).isEqualTo("https");
            assertThat(entry.why().no()).isNotBlank();
        });
    }

    @Test
    void the_change_to_test_is_done_unless_something_still_points_to_ver2() {
        assertThat(judgement("ver2-to-test")).isEqualTo(Judgement.DONE);
        configured.put("portnokkel.environments.old.issuer", "https://ver2.maskinporten.no/");
        assertThat(judgement("ver2-to-test")).isEqualTo(Judgement.OVERDUE);
        assertThat(entry("ver2-to-test").why().en()).contains("old");
    }

    @Test
    void a_firewall_is_judged_by_what_the_token_endpoint_did() {
        assertThat(judgement("firewall-test")).isEqualTo(Judgement.NOT_FOR_US);
        configured.put("portnokkel.environments.test.client-id", "client");
        assertThat(judgement("firewall-test")).isEqualTo(Judgement.INFORMATION);
        seen.put("test", Reachability.FAILED);
        assertThat(judgement("firewall-test")).isEqualTo(Judgement.OVERDUE);
        seen.put("test", Reachability.ANSWERED);
        assertThat(judgement("firewall-test")).isEqualTo(Judgement.DONE);
        assertThat(judgement("firewall-production")).isEqualTo(Judgement.NOT_FOR_US);
    }

    @Test
    void what_nothing_here_can_tell_is_information() {
        assertThat(judgement("delegation-in-altinn")).isEqualTo(Judgement.INFORMATION);
    }

    private Judgement judgement(String id) {
        return entry(id).judgement();
    }

    private Change.Judged entry(String id) {
        return judged().stream()
                .filter(entry -> entry.change().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<Change.Judged> judged() {
        Configuration configuration = Configuration.read(ConfigValues.of(configured));
        return ChangeLog.ofThisRelease()
                .judged(
                        List.copyOf(configuration.environments().values()),
                        name -> seen.getOrDefault(name, Reachability.UNKNOWN));
    }
}
