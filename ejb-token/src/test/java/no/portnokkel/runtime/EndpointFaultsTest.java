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
import no.portnokkel.runtime.status.Reachability;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Maskinporten and the network can do to a caller, and what is said of it. */
@ResourceLock("softhsm2") // one store a process, which another token must not change meanwhile
class EndpointFaultsTest extends TwoTwinsFixture {
    @Test
    void when_maskinporten_is_down_everything_starts_and_says_so_and_heals() {
        FIRST.twin().stop();
        try (Portnokkel portnokkel = bank.starts()) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(
                            down -> assertThat(down.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNREACHABLE))
                    .withMessageContaining(FIRST.twin().tokenEndpoint().toString())
                    .withMessageContaining("firewall");
            assertThat(codes(portnokkel)).contains(ProblemCode.MASKINPORTEN_UNREACHABLE);
            assertThat(portnokkel.ready()).isFalse();
            assertThat(portnokkel.reachability("first")).isEqualTo(Reachability.FAILED);

            FIRST.twin().start();

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.problems()).isEmpty();
            assertThat(portnokkel.reachability("first")).isEqualTo(Reachability.ANSWERED);
        }
    }

    @Test
    void a_refusal_of_maskinporten_names_code_owner_and_trace() {
        FIRST.twin().faults().always(ScriptedAnswer.refusal("MP-121"));
        try (Portnokkel portnokkel = bank.starts()) {
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
            assertThat(portnokkel.counts().refused()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource
    void answers_that_are_no_tokens_are_told_for_what_they_are(ScriptedAnswer answer, ProblemCode code) {
        FIRST.twin().faults().always(answer);
        try (Portnokkel portnokkel = bank.starts()) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(failed -> assertThat(failed.problem().code()).isEqualTo(code));
        }
    }

    static Stream<Arguments> answers_that_are_no_tokens_are_told_for_what_they_are() {
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
    void a_connection_that_died_costs_one_new_grant_and_no_answer() {
        try (Portnokkel portnokkel = bank.starts()) {
            FIRST.twin().faults().next(ScriptedAnswer.hangUp());

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(FIRST.twin().grants())
                    .hasSize(2)
                    .extracting(grant -> grant.claims().get("jti"))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_restart_of_maskinporten_costs_no_answer() {
        try (Portnokkel portnokkel = bank.starts()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            FIRST.twin().stop();
            FIRST.twin().start();

            assertThat(portnokkel.trial(INCOME, true).cached()).isFalse();
        }
    }

    @Test
    void an_answer_that_does_not_come_in_time_costs_one_grant_and_says_so() {
        bank.with("http.timeout", "PT0.3S");
        try (Portnokkel portnokkel = bank.starts()) {
            FIRST.twin().faults().hold();

            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(
                            late -> assertThat(late.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE));
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);
        }
    }

    @Test
    void a_storm_of_refused_callers_costs_one_grant_until_it_is_forgotten_by_hand() {
        FIRST.twin().faults().next(ScriptedAnswer.refusal("MP-121"));
        try (Portnokkel portnokkel = bank.starts()) {
            for (int caller = 0; caller < 100; caller++) {
                assertThatExceptionOfType(TokenRefusedException.class)
                        .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                        .withMessageContaining("MP-121");
            }
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);

            portnokkel.forgetTokens();
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
        }
    }
}
