package no.portnokkel.control.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import no.portnokkel.control.ProblemException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Through which nodes two persons may approve. */
class ApprovalFitnessTest extends NodeFixture {
    @Test
    void a_node_alone_is_fit_before_its_first_report_too() {
        assertFit(new TestNode("a"));
        assertFit(new TestNode("a").report());
    }

    @Test
    void equal_nodes_are_fit() {
        TestNode b = new TestNode("b").report();
        TestNode a = new TestNode("a").report();

        assertFit(a);
        assertFit(b);
    }

    @Test
    void nothing_is_approved_through_a_node_whose_clock_is_wrong() {
        TestNode ahead = new TestNode("ahead", "1.2.0", Duration.ofMinutes(1));
        TestNode behind = new TestNode("behind", "1.2.0", Duration.ofMinutes(-1));

        for (TestNode node : new TestNode[] {ahead, behind}) {
            assertUnfit("The clock of node ", () -> node.service().requireFitToSwitch());
            assertUnfit("The clock of node ", () -> node.service().requireFitToConfirm());
        }
    }

    @Test
    void the_wrong_clock_of_another_node_does_not_matter() {
        new TestNode("b", "1.2.0", Duration.ofMinutes(1)).report();

        assertFit(new TestNode("a"));
    }

    @Test
    void nothing_is_approved_through_a_node_with_an_older_release() {
        TestNode old = new TestNode("old", "1.9.0", Duration.ZERO).report();
        TestNode current = new TestNode("new", "1.10.0", Duration.ZERO).report();

        assertUnfit(
                "Node old runs release 1.9.0, and new runs the newer 1.10.0",
                () -> old.service().requireFitToSwitch());
        assertUnfit("Node old runs release 1.9.0", () -> old.service().requireFitToConfirm());
        assertFit(current);
    }

    @Test
    void nothing_is_approved_through_a_node_that_follows_an_older_choice_than_another() {
        TestNode restored = new TestNode("restored").uses("lab", 3).report();
        TestNode newest = new TestNode("newest").uses("production", 4).report();

        assertUnfit(
                "Node newest uses a later choice of environment (production) than restored (lab)",
                () -> restored.service().requireFitToSwitch());
        assertUnfit("Node newest uses a later choice", () -> restored.service().requireFitToConfirm());
        assertFit(newest);
        assertFit(restored.uses("production", 4));
    }

    @Test
    void a_snapshot_is_older_than_its_release_and_an_unreadable_one_is_not_compared() {
        TestNode snapshot = new TestNode("snapshot", "1.2.0-SNAPSHOT", Duration.ZERO).report();
        TestNode unreadable = new TestNode("unreadable", "unknown", Duration.ZERO).report();

        assertFit(snapshot);
        new TestNode("release", "1.2.0", Duration.ZERO).report();
        assertUnfit("Node snapshot", () -> snapshot.service().requireFitToSwitch());
        assertFit(unreadable);
    }

    @Test
    void no_switch_is_approved_through_a_node_with_unconfirmed_settings_while_another_has_the_confirmed_ones() {
        TestNode changed = new TestNode("changed").with("decaf", "c0ffee").report();
        TestNode confirmed = new TestNode("confirmed").with("c0ffee", "c0ffee").report();

        assertUnfit(
                "Node confirmed has the settings and users that two persons confirmed",
                () -> changed.service().requireFitToSwitch());
        assertThatCode(() -> changed.service().requireFitToConfirm()).doesNotThrowAnyException();
        assertFit(confirmed);
    }

    @Test
    void unconfirmed_settings_that_all_nodes_have_do_not_matter() {
        TestNode a = new TestNode("a").with("decaf", "c0ffee").report();
        new TestNode("b").with("decaf", "c0ffee").report();

        assertFit(a);
    }

    @Test
    void a_node_that_is_gone_forbids_nothing() {
        TestNode old = new TestNode("old", "1.1.0", Duration.ZERO).with("decaf", "c0ffee");
        new TestNode("new", "1.2.0", Duration.ZERO).report();

        age("new", "'11' SECOND");

        assertFit(old);
    }

    @Test
    void without_the_database_nothing_is_approved() {
        TestNode a = new TestNode("a").report();
        a.loseDatabase();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> a.service().requireFitToSwitch())
                .extracting(ProblemException::problem)
                .extracting(Problem::code)
                .isEqualTo(ProblemCode.DATABASE_UNAVAILABLE);
    }

    private static void assertFit(TestNode node) {
        assertThatCode(() -> node.service().requireFitToSwitch()).doesNotThrowAnyException();
        assertThatCode(() -> node.service().requireFitToConfirm()).doesNotThrowAnyException();
    }

    private static void assertUnfit(String detail, ThrowingCallable approval) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(approval).satisfies(refused -> {
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.SWITCH_CONFLICT);
            assertThat(refused.problem().detail().en()).startsWith(detail);
        });
    }
}
