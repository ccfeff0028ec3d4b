package no.portnokkel.control.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Problem;
import no.portnokkel.settings.CheckedValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {
    private static CheckedValues configured(Map<String, String> values) {
        return new CheckedValues(key -> Optional.ofNullable(values.get(key)), "portnokkel.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "node-1.bank.example", "Kjøring øst 2"})
    void the_configured_name_is_used(String name) {
        CheckedValues checked = configured(Map.of("node-name", name));

        assertThat(NodeName.read(checked)).isEqualTo(name);
        assertThat(checked.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\u200bb", "a\u202eb", "a\nb"})
    void a_name_with_characters_that_nobody_sees_is_a_problem_and_counts_as_unset(String name) {
        assertRefused(name);
    }

    @Test
    void a_name_has_at_most_100_characters() {
        assertThat(NodeName.read(configured(Map.of("node-name", "n".repeat(100)))))
                .hasSize(100);
        assertRefused("n".repeat(101));
    }

    @Test
    void without_a_configured_name_the_host_gives_one() {
        CheckedValues checked = configured(Map.of());

        assertThat(NodeName.read(checked)).isNotBlank().hasSizeLessThanOrEqualTo(100);
        assertThat(checked.problems()).isEmpty();
    }

    private static void assertRefused(String name) {
        CheckedValues checked = configured(Map.of("node-name", name));

        assertThat(NodeName.read(checked)).isEqualTo(NodeName.read(configured(Map.of())));
        assertThat(checked.problems()).extracting(Problem::configurationKey).containsExactly("portnokkel.node-name");
    }
}
