package no.portnokkel.blackbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;

/** What axe says of a page. */
final class Accessibility {
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    private Accessibility() {}

    /** Asserts that axe finds no serious or critical violation in this state of the page. */
    static void assertNoSeriousViolations(Page page, String state) {
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations.stream()
                        .filter(rule -> SERIOUS.contains(rule.getImpact()))
                        .map(Accessibility::describe))
                .as(state)
                .isEmpty();
    }

    private static String describe(Rule rule) {
        return rule.getImpact() + " " + rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }
}
