package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.TokenStatistics.Reachability;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of Maskinporten and of the network, and the problems that callers get. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class EndpointFaultsTest extends TwoTwinsFixture {
    @Test
    void when_maskinporten_is_down_the_start_succeeds_and_tokens_are_issued_after_the_outage() {
        FIRST.twin().stop();
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(outage ->
                            assertThat(outage.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNREACHABLE))
                    .withMessageContaining(FIRST.twin().tokenEndpoint().toString())
                    .withMessageContaining("firewall");
            assertThat(codes(portnokkel)).contains(ProblemCode.MASKINPORTEN_UNREACHABLE);
            assertThat(portnokkel.isReady()).isFalse();
            assertThat(portnokkel.reachability("first")).isEqualTo(Reachability.FAILED);

            FIRST.twin().start();

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.problems()).isEmpty();
            assertThat(portnokkel.reachability("first")).isEqualTo(Reachability.ANSWERED);
        }
    }

    @Test
    void a_refusal_has_code_owner_and_trace_id() {
        FIRST.twin().faults().always(ScriptedAnswer.refusal("MP-121"));
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused -> {
                        Problem problem = refused.problem();
                        assertThat(problem.code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED);
                        assertThat(problem.mp()).isEqualTo("MP-121");
                        assertThat(problem.owner()).isEqualTo(Owner.SECURITY_OFFICER);
                        assertThat(problem.traceId()).matches("[0-9a-f]{32}");
                    });
            assertThat(codes(portnokkel)).contains(ProblemCode.MASKINPORTEN_REFUSED);
            assertThat(portnokkel.tokenCounts().refused()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource
    void a_response_without_a_token_leads_to_its_problem(ScriptedAnswer answer, ProblemCode code) {
        FIRST.twin().faults().always(answer);
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(failed -> assertThat(failed.problem().code()).isEqualTo(code));
        }
    }

    static Stream<Arguments> a_response_without_a_token_leads_to_its_problem() {
        return Stream.of(
                Arguments.of(ScriptedAnswer.status(503), ProblemCode.MASKINPORTEN_UNAVAILABLE),
                Arguments.of(ScriptedAnswer.status(429), ProblemCode.MASKINPORTEN_UNAVAILABLE),
                Arguments.of(ScriptedAnswer.hangUp(), ProblemCode.MASKINPORTEN_UNAVAILABLE),
                Arguments.of(ScriptedAnswer.garbage(), ProblemCode.MASKINPORTEN_ANSWER_INVALID),
                Arguments.of(ScriptedAnswer.body(200, "text/html", "<html>"), ProblemCode.MASKINPORTEN_ANSWER_INVALID),
                Arguments.of(
                        ScriptedAnswer.redirect(URI.create("http://127.0.0.1:1/token")),
                        ProblemCode.MASKINPORTEN_ANSWER_INVALID));
    }

    @Test
    void a_dropped_connection_costs_one_new_grant_and_fails_no_caller() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            FIRST.twin().faults().next(ScriptedAnswer.hangUp());

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(FIRST.twin().grants())
                    .hasSize(2)
                    .extracting(grant -> grant.claims().get("jti"))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_restart_of_maskinporten_fails_no_caller() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            FIRST.twin().stop();
            FIRST.twin().start();

            assertThat(portnokkel.trial(INCOME, true).cached()).isFalse();
        }
    }

    @Test
    void a_late_response_costs_at_most_two_grants_and_is_an_outage() {
        bank.with("http.timeout", "PT0.3S");
        try (PortnokkelOperations portnokkel = bank.start()) {
            FIRST.twin().faults().hold();

            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(
                            late -> assertThat(late.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE));
            assertThat(FIRST.twin().grantsReceived())
                    .as("a second one if the connection was used before, and so may have been dead")
                    .isBetween(1L, 2L);
        }
    }

    @Test
    void many_refused_callers_cost_one_grant_until_the_cache_is_cleared() {
        FIRST.twin().faults().next(ScriptedAnswer.refusal("MP-121"));
        try (PortnokkelOperations portnokkel = bank.start()) {
            for (int caller = 0; caller < 100; caller++) {
                assertThatExceptionOfType(TokenRefusedException.class)
                        .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                        .withMessageContaining("MP-121");
            }
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);

            portnokkel.clearTokens();
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
        }
    }
}
