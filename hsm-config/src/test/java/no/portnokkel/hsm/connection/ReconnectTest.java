package no.portnokkel.hsm.connection;

import static no.portnokkel.hsm.connection.ConnectionFixture.GONE;
import static no.portnokkel.hsm.connection.ConnectionFixture.caller;
import static no.portnokkel.hsm.connection.ConnectionFixture.faultOf;
import static no.portnokkel.hsm.connection.ConnectionFixture.outcome;
import static no.portnokkel.hsm.connection.ConnectionFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.SoftwareLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a lost generation is replaced, without a device and with manual time. */
class ReconnectTest {
    private static final Duration TICK = Duration.ofNanos(1);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONGEST_ATTEMPT = ConnectionManager.LONGEST_ATTEMPT;

    private final ConnectionFixture hsm = new ConnectionFixture();
    private final ConnectionManager manager = hsm.manager;

    @AfterEach
    void stop() {
        hsm.close();
    }

    private void awaitGeneration(int number) {
        until(() -> hsm.holder.state().generation().isPresent()
                && hsm.holder.state().number() == number);
        assertThat(manager.currentAttempt()).isEmpty(); // waits for the lock
    }

    private void awaitFailedAttempts(int attempts) {
        until(() -> hsm.attempts.get() == attempts
                && manager.currentAttempt().isEmpty()
                && hsm.holder.state().fault().isPresent());
        assertThat(manager.outage()).isNotNull(); // waits for the lock, until the next attempt is scheduled
    }

    @Test
    void the_first_attempt_is_made_at_once() {
        manager.reconnectNow();

        awaitGeneration(1);
        assertThat(hsm.attempts).hasValue(1);
    }

    @Test
    void while_an_attempt_is_running_there_is_no_second() {
        CountDownLatch back = hsm.deviceHangs();
        manager.reconnectNow();
        until(() -> hsm.attempts.get() == 1);

        manager.reconnectNow();
        back.countDown();

        awaitGeneration(1);
        assertThat(hsm.attempts).hasValue(1);
    }

    @Test
    void a_failed_attempt_is_repeated_after_the_delay_until_the_device_is_back() {
        hsm.deviceFails(GONE);
        manager.reconnectNow();
        awaitFailedAttempts(1);
        assertThat(hsm.holder.state().fault()).contains(GONE);

        hsm.scheduler.advance(Duration.ofMillis(79));
        assertThat(hsm.attempts).hasValue(1);

        hsm.scheduler.advance(Duration.ofMillis(21));
        awaitFailedAttempts(2);

        hsm.deviceIsBack();
        hsm.scheduler.advance(Duration.ofMillis(100));
        awaitGeneration(1);
    }

    @Test
    void an_unexpected_exception_does_not_end_the_attempts() {
        hsm.fails(new IllegalStateException("a defect"));
        manager.reconnectNow();
        awaitFailedAttempts(1);
        assertThat(hsm.holder.state().fault())
                .contains(new DeviceFault.Unavailable("vault", Reason.UNEXPECTED_ERROR.id()));

        hsm.deviceIsBack();
        hsm.scheduler.advance(Duration.ofMillis(100));
        awaitGeneration(1);
    }

    @Test
    void a_lost_generation_is_replaced_and_logged_out_ten_seconds_later() {
        SoftwareLogin first = hsm.connected();
        hsm.clock.advance(Duration.ofMinutes(1));

        manager.reportLost(first.generation(), GONE);

        awaitGeneration(2);
        hsm.scheduler.advance(Duration.ofSeconds(10).minus(TICK));
        assertThat(first.logouts()).isZero();
        hsm.scheduler.advance(TICK);
        until(() -> first.logouts() == 1);
    }

    @Test
    void the_second_report_about_a_generation_does_nothing() {
        Generation first = hsm.connected().generation();
        hsm.clock.advance(Duration.ofMinutes(1));
        manager.reportLost(first, GONE);
        awaitGeneration(2);

        manager.reportLost(first, GONE);

        assertThat(hsm.holder.state().generation()).isPresent();
        assertThat(hsm.attempts).hasValue(2);
    }

    @Test
    void a_wrong_signature_discards_its_generation() {
        Generation first = hsm.connected().generation();
        hsm.deviceFails(GONE);

        manager.reportInvalidSignature(first);

        assertThat(hsm.holder.state().fault()).contains(first.wrongSignature());
    }

    @Test
    void an_outage_begins_when_a_generation_in_which_a_key_has_signed_is_lost() {
        Generation first = hsm.connected().proven().generation();
        hsm.clock.advance(Duration.ofHours(1));
        assertThat(manager.outage()).isZero();

        hsm.deviceFails(GONE);
        manager.reportLost(first, GONE);
        hsm.clock.advance(Duration.ofSeconds(3));

        assertThat(manager.outage()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_device_that_connects_but_does_not_sign_does_not_end_the_outage() {
        Generation first = hsm.connected().proven().generation();
        manager.reportLost(first, GONE);
        hsm.scheduler.advance(Duration.ofSeconds(1));
        awaitGeneration(2);
        hsm.clock.advance(Duration.ofSeconds(2));

        assertThat(manager.outage()).isEqualTo(Duration.ofSeconds(3));

        manager.reportLost(hsm.logins.get(1).generation(), GONE);
        assertThat(manager.outage()).as("still the same outage").isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void an_attempt_that_hangs_is_abandoned_after_half_a_minute() {
        hsm.deviceHangs();
        manager.reconnectNow();
        until(() -> hsm.attempts.get() == 1 && manager.currentAttempt().isPresent());

        hsm.scheduler.advance(LONGEST_ATTEMPT.minus(TICK));
        assertThat(hsm.abandoned).hasValue(0);

        hsm.scheduler.advance(TICK);
        assertThat(hsm.abandoned).hasValue(1);
        assertThat(hsm.holder.state().fault()).contains(new DeviceFault.Unavailable("vault", Reason.NO_ANSWER.id()));
        assertThat(manager.currentAttempt()).isEmpty();
    }

    @Test
    void an_attempt_that_ended_in_time_is_not_abandoned() {
        hsm.connected();
        hsm.scheduler.advance(LONGEST_ATTEMPT);

        assertThat(hsm.abandoned).hasValue(0);
        assertThat(hsm.holder.state().generation()).isPresent();
    }

    @Test
    void the_generation_of_an_abandoned_attempt_is_used_if_there_is_no_other() {
        CountDownLatch back = hsm.deviceHangs();
        manager.reconnectNow();
        until(() -> hsm.attempts.get() == 1 && manager.currentAttempt().isPresent());
        hsm.scheduler.advance(LONGEST_ATTEMPT);
        assertThat(hsm.holder.state().generation()).isEmpty();

        back.countDown();

        until(() -> hsm.holder.state().generation().isPresent());
        assertThat(hsm.logins.get(0).logouts()).isZero();
    }

    @Test
    void the_generation_of_an_abandoned_attempt_is_closed_if_there_is_another() {
        CountDownLatch back = hsm.deviceHangs();
        manager.reconnectNow();
        until(() -> hsm.attempts.get() == 1 && manager.currentAttempt().isPresent());
        hsm.scheduler.advance(LONGEST_ATTEMPT);
        hsm.deviceIsBack();
        hsm.scheduler.advance(Duration.ofSeconds(30));
        awaitGeneration(1);
        Generation current = hsm.logins.get(0).generation();

        back.countDown();

        until(() -> hsm.logins.size() == 2 && hsm.logins.get(1).logouts() == 1);
        assertThat(hsm.holder.state().isCurrent(current)).isTrue();
        assertThat(hsm.logins.get(0).logouts()).isZero();
    }

    @Test
    void a_reload_for_a_missing_key_leaves_the_current_generation_in_use_until_the_next() {
        SoftwareLogin first = hsm.connected();
        CountDownLatch back = hsm.deviceHangs();
        CompletableFuture<Boolean> caller = caller(() -> manager.reloadFor(first.generation(), "new-key", SOON));
        until(() -> hsm.attempts.get() == 2);
        assertThat(hsm.holder.state().isCurrent(first.generation())).isTrue();

        back.countDown();

        assertThat(caller.join()).isTrue();
        awaitGeneration(2);
        hsm.scheduler.advance(Duration.ofSeconds(10));
        until(() -> first.logouts() == 1);
    }

    @Test
    void a_reload_that_fails_leaves_the_current_generation_in_use() {
        Generation first = hsm.connected().generation();
        hsm.deviceFails(GONE);

        assertThat(manager.reloadFor(first, "new-key", SOON)).isFalse();

        assertThat(hsm.holder.state().isCurrent(first)).isTrue();
    }

    @Test
    void a_missing_key_costs_one_reload_in_five_minutes() {
        assertThat(reload("key")).isTrue();
        assertThat(reload("key")).isFalse();
        assertThat(reload("another")).isTrue();
        assertThat(hsm.attempts).hasValue(3);

        hsm.clock.advance(Duration.ofMinutes(5).minus(TICK));
        assertThat(reload("key")).isFalse();
        hsm.clock.advance(TICK);
        assertThat(reload("key")).isTrue();
    }

    @Test
    void a_hundred_missing_keys_in_five_minutes_cost_reloads_and_no_more() {
        for (int key = 0; key < 100; key++) {
            assertThat(reload("key-" + key)).isTrue();
        }

        assertThat(reload("one-more")).isFalse();
    }

    @Test
    void a_caller_of_an_older_generation_needs_no_reload() {
        Generation first = hsm.connected().generation();
        assertThat(reload("key")).isTrue();

        assertThat(manager.reloadFor(first, "another", SOON)).isTrue();

        assertThat(hsm.attempts).hasValue(2);
    }

    private boolean reload(String label) {
        if (hsm.holder.state().generation().isEmpty()) {
            hsm.connected();
        }
        Generation current = hsm.holder.state().generation().orElseThrow();
        boolean another = manager.reloadFor(current, label, SOON);
        until(() -> manager.currentAttempt().isEmpty());
        return another;
    }

    @Test
    void a_person_who_has_typed_the_pin_gets_the_outcome_of_an_attempt_of_their_own() {
        AtomicInteger typed = new AtomicInteger();
        hsm.deviceFails(GONE);
        assertThat(faultOf(() -> manager.connect(typed::incrementAndGet))).contains(GONE);

        hsm.deviceIsBack();
        manager.connect(typed::incrementAndGet);
        assertThat(hsm.holder.state().generation()).isPresent();
        assertThat(typed).hasValue(2);

        manager.connect(typed::incrementAndGet);
        assertThat(typed).as("there is a generation").hasValue(2);
    }

    @Test
    void a_running_attempt_ends_before_the_own_one_begins() throws Exception {
        hsm.deviceFails(GONE);
        CountDownLatch back = hsm.deviceHangs();
        manager.reconnectNow();
        until(() -> hsm.attempts.get() == 1);
        AtomicInteger typed = new AtomicInteger();
        CompletableFuture<Optional<HsmFault>> person =
                caller(() -> faultOf(() -> manager.connect(typed::incrementAndGet)));
        assertThat(typed).hasValue(0);

        hsm.deviceIsBack();
        hsm.fails(new IllegalStateException("a defect"));
        back.countDown();

        assertThat(outcome(person)).contains(new DeviceFault.Unavailable("vault", Reason.UNEXPECTED_ERROR.id()));
        assertThat(typed.get()).isPositive();
    }

    @Test
    void after_close_there_is_no_attempt_and_the_login_has_ended() {
        SoftwareLogin last = hsm.connected();
        manager.close();
        assertThat(last.logouts()).isEqualTo(1);

        manager.reconnectNow();

        HsmFault closed = new DeviceFault.Failed("vault", Reason.CLOSED.id());
        assertThat(hsm.holder.state().fault()).contains(closed);
        assertThat(faultOf(() -> manager.connect(() -> {}))).contains(closed);
        assertThat(hsm.attempts).hasValue(1);
    }

    @Test
    void close_cancels_the_scheduled_attempt() {
        hsm.deviceFails(GONE);
        manager.reconnectNow();
        awaitFailedAttempts(1);
        manager.close();

        hsm.scheduler.advance(Duration.ofMinutes(1));

        assertThat(hsm.attempts).hasValue(1);
    }

    @Test
    void an_attempt_that_succeeds_after_close_is_logged_out() {
        CountDownLatch back = hsm.deviceHangs();
        manager.reconnectNow();
        until(() -> hsm.attempts.get() == 1 && manager.currentAttempt().isPresent());
        CompletableFuture<Boolean> closing = caller(() -> {
            manager.close();
            return true;
        });
        until(() -> hsm.holder.state().fault().isPresent());

        back.countDown();

        assertThat(closing.join()).isTrue();
        until(() -> hsm.logins.size() == 1 && hsm.logins.get(0).logouts() == 1);
        assertThat(hsm.holder.state().generation()).isEmpty();
    }

    @Test
    void close_logs_out_of_generations_that_were_about_to_be_closed() {
        SoftwareLogin first = hsm.connected();
        assertThat(manager.reloadFor(first.generation(), "key", SOON)).isTrue();
        assertThat(first.logouts()).isZero();

        manager.close();

        assertThat(first.logouts()).isEqualTo(1);
        assertThat(hsm.logins.get(1).logouts()).isEqualTo(1);
        hsm.scheduler.advance(Duration.ofSeconds(10));
        assertThat(first.logouts()).as("once").isEqualTo(1);
    }

    @Test
    void a_logout_that_hangs_counts_as_a_hanging_call_after_ten_seconds() {
        SoftwareLogin first = hsm.connected();
        CountDownLatch loggingOut = new CountDownLatch(1);
        first.beforeLogout(() -> {
            loggingOut.countDown();
            hsm.hang().run();
        });
        SoftwareLogin second = replace(first);
        second.beforeLogout(hsm.hang());
        replace(second);
        hsm.scheduler.advance(Duration.ofSeconds(10));
        ConnectionFixture.await(loggingOut);
        assertThat(hsm.calls.isFull()).isFalse();

        hsm.scheduler.advance(Duration.ofSeconds(10));

        assertThat(hsm.calls.isFull()).isTrue();
    }

    private SoftwareLogin replace(SoftwareLogin old) {
        int before = hsm.logins.size();
        assertThat(manager.reloadFor(old.generation(), "key-" + before, SOON)).isTrue();
        until(() -> manager.currentAttempt().isEmpty());
        return hsm.logins.get(before);
    }

    @Test
    void while_too_many_calls_hang_the_attempt_fails_and_is_repeated() {
        NativeCall<Boolean> one = hanging();
        NativeCall<Boolean> two = hanging();
        assertThat(one.giveUp(() -> {}) && two.giveUp(() -> {})).isTrue();

        manager.reconnectNow();

        until(() -> hsm.holder.state().fault().isPresent());
        assertThat(hsm.holder.state().fault())
                .contains(new DeviceFault.Unavailable("vault", Reason.TOO_MANY_HANGING_CALLS.id()));
        assertThat(manager.currentAttempt()).isEmpty();
        assertThat(hsm.scheduler.planned()).as("the next attempt").isEqualTo(1);
    }

    private NativeCall<Boolean> hanging() {
        return hsm.calls.start(
                () -> {
                    hsm.hang().run();
                    return true;
                },
                () -> {});
    }

    @Test
    void a_server_that_is_shutting_down_makes_no_attempt_and_says_so() {
        ScheduledExecutorService stopped = Executors.newSingleThreadScheduledExecutor();
        stopped.shutdownNow();

        hsm.manager(stopped).reconnectNow();

        assertThat(hsm.holder.state().fault()).contains(new DeviceFault.Failed("vault", Reason.SERVER_STOPPING.id()));
    }
}
