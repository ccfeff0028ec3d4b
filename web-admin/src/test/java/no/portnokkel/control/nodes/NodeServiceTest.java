package no.portnokkel.control.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import no.portnokkel.control.Database;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** What people see of the nodes that share a database. */
class NodeServiceTest extends NodeFixture {
    @Test
    void a_node_alone_is_one_without_problems() {
        TestNode a = new TestNode("a").report();

        List<Node.Assessed> nodes = a.service().all();

        assertThat(nodes).hasSize(1);
        Node node = nodes.get(0).node();
        assertThat(node.name()).isEqualTo("a");
        assertThat(node.environment()).contains("lab");
        assertThat(node.version()).isZero();
        assertThat(node.isReady()).isTrue();
        assertThat(node.hsmState()).contains("ready");
        assertThat(node.digest()).contains("c0ffee");
        assertThat(node.release()).isEqualTo("1.2.0");
        assertThat(nodes.get(0).problems()).isEmpty();
        assertThat(a.service().problems()).isEmpty();
    }

    @Test
    void nodes_see_each_other_by_name() {
        TestNode b = new TestNode("b").uses("lab", 7).report();
        TestNode a = new TestNode("a").report();

        assertThat(a.service().all()).extracting(seen -> seen.node().name()).containsExactly("a", "b");
        assertThat(b.service().all()).extracting(seen -> seen.node().name()).containsExactly("a", "b");
        Node seen = a.sees("b").node();
        assertThat(seen.version()).isEqualTo(7);
        assertThat(seen.isReady()).isTrue();
        assertThat(seen.hsmState()).contains("ready");
        assertThat(seen.digest()).contains("c0ffee");
        assertThat(seen.clockOffset()).isPresent();
    }

    @Test
    void a_node_that_does_not_report_for_ten_seconds_is_gone_until_it_reports_again() {
        TestNode a = new TestNode("a");
        TestNode b = new TestNode("b");
        pass(11, a, b);

        age("b", "'11' SECOND");
        pass(1, a);

        assertThat(a.codes()).containsExactly(ProblemCode.NODE_GONE);
        assertThat(a.details()).singleElement().asString().startsWith("Node b has not reported");
        assertThat(a.sees("b").node().isReady()).isFalse();
        pass(1, a, b);
        pass(1, a);
        assertThat(a.codes()).isEmpty();
        assertThat(a.sees("b").node().isReady()).isTrue();
    }

    @Test
    void a_node_that_is_gone_for_a_day_is_forgotten() {
        TestNode a = new TestNode("a");
        TestNode b = new TestNode("b");
        pass(11, a, b);

        age("b", "'25' HOUR");
        pass(2, a);

        assertThat(a.service().all()).hasSize(1);
        assertThat(a.codes()).isEmpty();
    }

    @Test
    void after_an_outage_of_the_database_the_others_have_ten_seconds_to_report() {
        TestNode a = new TestNode("a");
        TestNode b = new TestNode("b");
        pass(11, a, b);

        time.advance(Duration.ofSeconds(30));
        age("a", "'30' SECOND");
        age("b", "'30' SECOND");

        pass(1, a);
        assertThat(a.codes()).isEmpty();
        pass(11, a);
        assertThat(a.codes()).containsExactly(ProblemCode.NODE_GONE);
    }

    @Test
    void a_node_lags_when_it_does_not_follow_a_switch_within_five_seconds() {
        TestNode a = new TestNode("a");
        TestNode b = new TestNode("b");
        pass(1, a, b);

        commitSwitch("rehearsal", 1);
        a.uses("rehearsal", 1);

        pass(6, a, b);
        assertThat(a.codes()).isEmpty();
        pass(1, a, b);
        assertThat(a.details())
                .containsExactly("Node b uses lab (version 0), but the last switch chose rehearsal (version 1).");
        assertThat(a.sees("b").problems()).extracting(Problem::code).containsExactly(ProblemCode.NODE_LAGS);
        assertThat(a.sees("a").problems()).isEmpty();
        assertThat(b.codes()).containsExactly(ProblemCode.NODE_LAGS);
        b.uses("rehearsal", 1);
        pass(2, a, b);
        assertThat(a.codes()).isEmpty();
        assertThat(b.codes()).isEmpty();
    }

    @Test
    void a_node_with_other_settings_or_users_differs_and_is_named() {
        TestNode a = new TestNode("a");
        new TestNode("b").with("decaf", "c0ffee").report();
        a.report();

        assertThat(a.codes()).containsExactly(ProblemCode.NODE_DIFFERS);
        assertThat(a.details())
                .containsExactly("Node b has other settings of environment lab, or other users, than a.");
    }

    @Test
    void settings_of_different_environments_are_not_compared() {
        TestNode a = new TestNode("a");
        new TestNode("b").uses("rehearsal", 1).with("decaf", "c0ffee").report();
        a.report();

        assertThat(a.codes()).isEmpty();
    }

    @Test
    void a_node_with_another_release_differs() {
        TestNode a = new TestNode("a");
        new TestNode("b", "1.1.0", Duration.ZERO).report();
        a.report();

        assertThat(a.details()).containsExactly("Node b runs release 1.1.0, and a runs 1.2.0.");
    }

    @Test
    void a_clock_that_differs_from_that_of_the_database_is_a_problem_seen_on_every_node() {
        TestNode fast = new TestNode("fast", "1.2.0", Duration.ofMinutes(1)).report();
        TestNode slow = new TestNode("slow", "1.2.0", Duration.ofMinutes(-1)).report();
        TestNode right = new TestNode("right").report();

        assertThat(right.codes()).containsExactly(ProblemCode.NODE_CLOCK, ProblemCode.NODE_CLOCK);
        assertThat(right.details().get(0))
                .startsWith("The clock of node fast is")
                .contains("s ahead");
        assertThat(right.details().get(1))
                .startsWith("The clock of node slow is")
                .contains("s behind");
        assertThat(right.sees("fast").node().clockOffset())
                .hasValueSatisfying(offset -> assertThat(offset).isPositive());
        assertThat(right.sees("slow").node().clockOffset())
                .hasValueSatisfying(offset -> assertThat(offset).isNegative());
        assertThat(fast.codes()).contains(ProblemCode.NODE_CLOCK);
        assertThat(slow.codes()).contains(ProblemCode.NODE_CLOCK);
    }

    @Test
    void five_seconds_are_tolerated() {
        assertThat(NodeMonitor.isWrong(Duration.ofSeconds(5))).isFalse();
        assertThat(NodeMonitor.isWrong(Duration.ofSeconds(-5))).isFalse();
        assertThat(NodeMonitor.isWrong(Duration.ofMillis(5_001))).isTrue();
        assertThat(NodeMonitor.isWrong(Duration.ofMillis(-5_001))).isTrue();
    }

    @Test
    void two_nodes_of_one_name_are_a_problem() {
        TestNode first = new TestNode("a");
        TestNode second = new TestNode("a");
        pass(2, first, second);

        assertThat(first.codes()).containsExactly(ProblemCode.NODE_NAME_AMBIGUOUS);
        assertThat(second.codes()).containsExactly(ProblemCode.NODE_NAME_AMBIGUOUS);
        pass(11, second);
        assertThat(second.codes()).isEmpty();
    }

    @Test
    void a_node_after_its_restart_is_no_second_node() {
        pass(3, new TestNode("a"));

        TestNode restarted = new TestNode("a");
        pass(3, restarted);

        assertThat(restarted.codes()).isEmpty();
    }

    @Test
    void without_the_database_a_node_knows_itself_and_the_problem() {
        TestNode a = new TestNode("a");
        pass(1, a, new TestNode("b").with("decaf", "c0ffee"));
        pass(1, a);
        assertThat(a.codes()).containsExactly(ProblemCode.NODE_DIFFERS);

        a.loseDatabase();

        assertThatCode(a::report).doesNotThrowAnyException();
        assertThat(a.service().all()).singleElement().satisfies(alone -> {
            assertThat(alone.node().name()).isEqualTo("a");
            assertThat(alone.node().clockOffset()).isEmpty();
            assertThat(alone.problems()).extracting(Problem::code).containsExactly(ProblemCode.DATABASE_UNAVAILABLE);
        });
        pass(11, a);
        assertThat(a.codes()).isEmpty();
    }

    @Test
    void a_database_that_cannot_be_opened_disturbs_nothing() {
        Database broken = Database.of(
                () -> {
                    throw new IllegalStateException("not found in JNDI");
                },
                "portnokkel.datasource",
                "java:comp/env/jdbc/portnokkel",
                time);
        TestNode a = new TestNode("a", "1.2.0", Duration.ZERO, broken);

        pass(2, a);

        assertThat(a.codes()).isEmpty();
        assertThat(a.sees("a").problems()).extracting(Problem::code).containsExactly(ProblemCode.CONFIGURATION_INVALID);
    }

    @Test
    void a_node_without_environment_hsm_and_digest_is_shown() {
        new TestNode("bare").withoutAnything().report();
        TestNode a = new TestNode("a").report();

        Node bare = a.sees("bare").node();

        assertThat(bare.environment()).isEmpty();
        assertThat(bare.hsmState()).isEmpty();
        assertThat(bare.digest()).isEmpty();
        assertThat(bare.isReady()).isFalse();
        assertThat(a.codes()).isEmpty();
    }
}
