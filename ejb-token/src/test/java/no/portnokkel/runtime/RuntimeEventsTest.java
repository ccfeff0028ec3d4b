package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import no.portnokkel.events.PortnokkelEvent;
import no.portnokkel.events.PortnokkelEvent.EndpointAnswered;
import no.portnokkel.events.PortnokkelEvent.EndpointUnreachable;
import no.portnokkel.events.PortnokkelEvent.EnvironmentSwitched;
import no.portnokkel.events.PortnokkelEvent.GrantSent;
import no.portnokkel.events.PortnokkelEvent.HsmConnected;
import no.portnokkel.events.PortnokkelEvent.HsmLost;
import no.portnokkel.events.PortnokkelEvent.PinRefused;
import no.portnokkel.events.PortnokkelEvent.ProblemRaised;
import no.portnokkel.events.PortnokkelEvent.ProblemResolved;
import no.portnokkel.events.PortnokkelEvent.RefreshFailed;
import no.portnokkel.events.PortnokkelEvent.TokenIssued;
import no.portnokkel.events.PortnokkelEvent.TokenRefused;
import no.portnokkel.events.PortnokkelEvent.TokenUnavailable;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The events that a deployment publishes. */
@ResourceLock("softhsm2") // one SoftHSM store per process
@Tag("one-jdk")
class RuntimeEventsTest extends TwoTwinsFixture {
    private final Queue<PortnokkelEvent> events = new ConcurrentLinkedQueue<>();

    private PortnokkelOperations start() {
        return bank.start(events::add);
    }

    private <T extends PortnokkelEvent> List<T> published(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void a_token_is_a_grant_a_response_and_an_issued_token_and_a_cache_hit_is_no_event() {
        try (PortnokkelOperations portnokkel = start()) {
            AccessToken token = portnokkel.tokens().get(INCOME);
            for (int hit = 0; hit < 100; hit++) {
                assertThat(portnokkel.tokens().get(INCOME)).isEqualTo(token);
            }

            GrantSent sent = published(GrantSent.class).get(0);
            TokenIssued issued = published(TokenIssued.class).get(0);
            assertThat(published(GrantSent.class)).hasSize(1);
            assertThat(published(EndpointAnswered.class)).hasSize(1);
            assertThat(published(TokenIssued.class)).hasSize(1);
            assertThat(sent.source()).isEqualTo(new PortnokkelEvent.Source("", "first", ""));
            assertThat(sent.signTime()).isPositive();
            assertThat(issued.jti()).isEqualTo(sent.jti());
            assertThat(issued.requested().scopes()).isEqualTo("skatteetaten:inntekt");
            assertThat(issued.exchangeTime()).isPositive();
            assertThat(issued.toString()).doesNotContain(token.value());
        }
    }

    @Test
    void a_refusal_and_an_outage_have_their_problem() {
        FIRST.twin().faults().next(ScriptedAnswer.refusal("MP-121"));
        try (PortnokkelOperations portnokkel = start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME));
            FIRST.twin().stop();
            assertThatExceptionOfType(TokenException.class).isThrownBy(() -> portnokkel.trial(INCOME, true));

            assertThat(published(TokenRefused.class))
                    .singleElement()
                    .satisfies(refused -> assertThat(refused.problem().mp()).isEqualTo("MP-121"));
            assertThat(published(EndpointUnreachable.class)).hasSize(1);
            assertThat(published(TokenUnavailable.class))
                    .singleElement()
                    .satisfies(outage ->
                            assertThat(outage.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNREACHABLE));
        } finally {
            FIRST.twin().start();
        }
    }

    @Test
    void a_missing_value_is_reported_once() {
        bank.with("environments.first.client-id", "");
        try (PortnokkelOperations portnokkel = start()) {
            await().until(() -> !published(ProblemRaised.class).isEmpty());
            awaitNextCheck();

            assertThat(published(ProblemRaised.class))
                    .filteredOn(raised -> raised.problem().code() == ProblemCode.CONFIGURATION_INVALID)
                    .hasSize(1);
            assertThat(codes(portnokkel)).containsExactly(ProblemCode.CONFIGURATION_INVALID);
        }
    }

    @Test
    void a_problem_is_raised_and_resolved_once() {
        FIRST.twin().faults().next(ScriptedAnswer.refusal("MP-121"));
        try (PortnokkelOperations portnokkel = start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME));
            await().until(() -> !published(ProblemRaised.class).isEmpty());
            portnokkel.trial(INCOME, true);
            await().until(() -> !published(ProblemResolved.class).isEmpty());

            assertThat(published(ProblemRaised.class))
                    .extracting(raised -> raised.problem().code())
                    .containsExactly(ProblemCode.MASKINPORTEN_REFUSED);
            assertThat(published(ProblemResolved.class))
                    .extracting(resolved -> resolved.problem().code())
                    .containsExactly(ProblemCode.MASKINPORTEN_REFUSED);
        }
    }

    @Test
    void the_same_refusal_with_another_trace_id_is_the_same_problem() {
        FIRST.twin().faults().always(ScriptedAnswer.refusal("MP-250"));
        try (PortnokkelOperations portnokkel = start()) {
            for (int trial = 1; trial <= 3; trial++) {
                int refusals = trial;
                assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> portnokkel.trial(INCOME, true));
                await().until(() -> published(TokenRefused.class).size() == refusals
                        && codes(portnokkel).contains(ProblemCode.MASKINPORTEN_REFUSED));
                awaitNextCheck();
            }

            assertThat(published(TokenRefused.class))
                    .extracting(refused -> refused.problem().traceId())
                    .doesNotHaveDuplicates();
            assertThat(published(ProblemRaised.class)).hasSize(1);
            assertThat(published(ProblemResolved.class)).isEmpty();
        }
    }

    @Test
    void a_success_of_another_scope_does_not_mend_a_refusal_which_does_not_stop_the_node() throws Exception {
        FIRST.twin().faults().next(ScriptedAnswer.refusal("MP-250"));
        try (PortnokkelOperations portnokkel = start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME));
            portnokkel.trial(TokenRequest.forScope("nav:aap"), true);
            awaitNextCheck();

            assertThat(codes(portnokkel)).containsExactly(ProblemCode.MASKINPORTEN_REFUSED);
            assertThat(published(ProblemResolved.class)).isEmpty();
            assertThat(portnokkel.awaitReady(Duration.ofSeconds(30))).isTrue();

            portnokkel.trial(INCOME, true);
            await().until(() -> published(ProblemResolved.class).size() == 1);
            assertThat(codes(portnokkel)).isEmpty();
        }
    }

    @Test
    void a_refusal_of_the_client_itself_stops_the_node_until_the_client_is_accepted() throws Exception {
        FIRST.twin().faults().next(ScriptedAnswer.refusal("MP-121"));
        try (PortnokkelOperations portnokkel = start()) {
            assertThat(portnokkel.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME));
            assertThat(portnokkel.isReady()).isFalse();

            portnokkel.trial(TokenRequest.forScope("nav:aap"), true);

            assertThat(portnokkel.isReady()).isTrue();
        }
    }

    /** Waits until the periodic check has seen what has happened so far. */
    private void awaitNextCheck() {
        long start = System.nanoTime();
        await().until(() -> System.nanoTime() - start > Duration.ofMillis(2500).toNanos());
    }

    @Test
    void a_failed_refresh_is_an_event_while_callers_get_the_cached_token() {
        FIRST.twin().faults().tokenLifetime(Duration.ofSeconds(8));
        try (PortnokkelOperations portnokkel = start()) {
            Supplier<AccessToken> supplier = portnokkel.tokens().supplier(INCOME);
            AccessToken token = supplier.get();
            FIRST.twin().faults().clear();
            FIRST.twin().faults().always(ScriptedAnswer.status(503));

            await().until(() -> {
                assertThat(supplier.get()).isEqualTo(token);
                return !published(RefreshFailed.class).isEmpty();
            });

            RefreshFailed failed = published(RefreshFailed.class).get(0);
            assertThat(failed.source().environment()).isEqualTo("first");
            assertThat(failed.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE);
        }
    }

    @Test
    void an_hsm_outage_is_a_lost_and_a_new_connection() throws Exception {
        FaultShim shim = FaultShim.before(hsm, dataDir);
        bank.with("hsm.library", shim.module().toString());
        try (PortnokkelOperations portnokkel = start()) {
            assertThat(portnokkel.awaitReady(Duration.ofSeconds(60))).isTrue();
            shim.says("old * answer 48"); // CKR_DEVICE_ERROR until the module is loaded again
            assertThatCode(() -> portnokkel.trial(INCOME, true))
                    .satisfiesAnyOf( // a busy machine connects later than a caller waits
                            failure -> assertThat(failure).isNull(),
                            failure -> assertThat(failure).isInstanceOf(TokenUnavailableException.class));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> published(HsmConnected.class).size() == 2);

            assertThat(published(HsmLost.class)).singleElement().satisfies(lost -> {
                assertThat(lost.device()).isEmpty();
                assertThat(lost.fault().code()).isEqualTo(ProblemCode.HSM_UNAVAILABLE);
            });
            assertThat(published(HsmConnected.class))
                    .extracting(HsmConnected::generation)
                    .containsExactly(1, 2);
            assertThat(published(HsmConnected.class).get(1).outage()).isPositive();
        }
    }

    @Test
    void a_refused_pin_is_published_once_without_the_pin(@TempDir Path keys) throws IOException {
        SoftHsmToken separate = Bank.emptyHsm(keys, "runtime-refused-pin");
        Path pin = Files.createFile(
                dataDir.resolve("pin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(pin, "000000");
        bank.with("hsm.library", separate.library().toString());
        bank.with("hsm.token-label", separate.label());
        bank.with("hsm.pin-file", pin.toString());
        try (PortnokkelOperations portnokkel = start()) {
            await().until(() -> !portnokkel.problems().isEmpty());
            await().until(() -> !published(PinRefused.class).isEmpty());

            assertThat(published(PinRefused.class)).hasSize(1);
            assertThat(events).noneMatch(event -> event.toString().contains("000000"));
        }
    }

    @Test
    void a_switch_names_both_environments() {
        try (PortnokkelOperations portnokkel = start()) {
            activate(portnokkel, "second", 1);

            assertThat(published(EnvironmentSwitched.class)).singleElement().satisfies(switched -> {
                assertThat(switched.source().environment()).isEqualTo("second");
                assertThat(switched.previous()).isEqualTo(Optional.of("first"));
                assertThat(switched.version()).isEqualTo(1);
            });
        }
    }
}
