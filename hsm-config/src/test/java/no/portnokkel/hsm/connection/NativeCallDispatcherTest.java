package no.portnokkel.hsm.connection;

import static no.portnokkel.hsm.connection.ConnectionFixture.faultOf;
import static no.portnokkel.hsm.connection.ConnectionFixture.outcome;
import static no.portnokkel.hsm.connection.ConnectionFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.SoftwareLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a call is given up, and what that does to its generation. A caller's own wait is real time, the rest is manual. */
class NativeCallDispatcherTest {
    private static final Duration LONGEST_CALL = Duration.ofMillis(40);
    private static final Duration TICK = Duration.ofNanos(1);
    private static final HsmFault NO_ANSWER = new DeviceFault.Unavailable("vault", Reason.NO_ANSWER.id());

    private final ConnectionFixture hsm = new ConnectionFixture();
    private final NativeCallDispatcher dispatcher = hsm.dispatcher(LONGEST_CALL.toNanos());
    private final AtomicInteger ended = new AtomicInteger();
    private final CountDownLatch back = new CountDownLatch(1);

    @AfterEach
    void stop() {
        back.countDown();
        hsm.close();
    }

    private String hang() {
        ConnectionFixture.await(back);
        return "late";
    }

    private long in(Duration time) {
        return hsm.clock.getAsLong() + time.toNanos();
    }

    private boolean isCurrent(Generation generation) {
        return hsm.holder.state().isCurrent(generation);
    }

    @Test
    void a_caller_outside_a_task_does_not_enter_the_module_itself() {
        Generation generation = hsm.connected().generation();

        Thread thread = dispatcher.call(
                generation, "seal", Thread::currentThread, ended::incrementAndGet, in(Duration.ofSeconds(20)));

        assertThat(thread).isNotSameAs(Thread.currentThread());
        until(() -> ended.get() == 1); // a caller has its result a little earlier
    }

    @Test
    void a_call_that_takes_too_long_discards_its_generation() {
        Generation generation = hsm.connected().generation();
        CountDownLatch deviceIsBack = hsm.deviceHangs();

        Optional<HsmFault> fault = faultOf(
                () -> dispatcher.call(generation, "seal", this::hang, ended::incrementAndGet, in(Duration.ofHours(1))));

        assertThat(fault).contains(NO_ANSWER);
        hsm.scheduler.advance(LONGEST_CALL.minus(TICK));
        assertThat(isCurrent(generation)).isTrue();
        hsm.scheduler.advance(TICK);
        assertThat(isCurrent(generation)).isFalse();
        assertThat(hsm.holder.state().fault()).contains(NO_ANSWER);
        assertThat(ended).hasValue(1);
        deviceIsBack.countDown();
    }

    @Test
    void a_call_whose_time_is_over_already_is_given_up_at_once() {
        Generation generation = hsm.connected().generation();
        hsm.deviceFails(ConnectionFixture.GONE);

        Thread caller = Thread.currentThread();
        NativeCallDispatcher patient = hsm.dispatcher(Duration.ofSeconds(1).toNanos());

        Optional<HsmFault> fault = faultOf(() -> patient.call(
                generation,
                "seal",
                () -> {
                    until(() -> caller.getState() == Thread.State.TIMED_WAITING);
                    hsm.clock.advance(Duration.ofSeconds(1));
                    return hang();
                },
                ended::incrementAndGet,
                in(Duration.ofHours(1))));

        assertThat(fault).contains(NO_ANSWER);
        assertThat(isCurrent(generation)).isFalse();
    }

    @Test
    void a_caller_whose_own_time_is_over_leaves_and_the_call_keeps_its_time() throws Exception {
        Generation generation = hsm.connected().generation();

        assertThat(faultOf(() -> dispatcher.call(
                        generation, "seal", this::hang, ended::incrementAndGet, in(Duration.ofMillis(1)))))
                .contains(NO_ANSWER);
        assertThat(ended).as("the call continues").hasValue(0);

        back.countDown();
        until(() -> ended.get() == 1);
        hsm.scheduler.advance(LONGEST_CALL);
        assertThat(isCurrent(generation)).isTrue();
    }

    @Test
    void an_interrupted_caller_leaves_and_stays_interrupted_and_the_call_is_given_up_later() {
        Generation generation = hsm.connected().generation();
        hsm.deviceFails(ConnectionFixture.GONE);

        Thread.currentThread().interrupt();
        Optional<HsmFault> fault = faultOf(
                () -> dispatcher.call(generation, "seal", this::hang, ended::incrementAndGet, in(Duration.ofHours(1))));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(fault).contains(new DeviceFault.Interrupted("vault"));
        assertThat(isCurrent(generation)).isTrue();
        hsm.scheduler.advance(LONGEST_CALL);
        assertThat(isCurrent(generation)).isFalse();
    }

    @Test
    void a_call_in_the_background_that_takes_too_long_discards_its_generation() {
        Generation generation = hsm.connected().generation();
        hsm.deviceFails(ConnectionFixture.GONE);

        dispatcher.callInBackground(generation, this::hang, ended::incrementAndGet);
        hsm.scheduler.advance(LONGEST_CALL.minus(TICK));
        assertThat(isCurrent(generation)).isTrue();

        hsm.scheduler.advance(TICK);
        assertThat(isCurrent(generation)).isFalse();
        assertThat(ended).hasValue(1);
    }

    @Test
    void a_listing_in_the_background_that_takes_too_long_is_given_up_and_its_generation_stays() {
        Generation generation = hsm.connected().generation();

        dispatcher.callInBackground(this::hang, ended::incrementAndGet, Duration.ofMinutes(4));
        hsm.scheduler.advance(Duration.ofMinutes(4).minus(TICK));
        assertThat(ended).hasValue(0);

        hsm.scheduler.advance(TICK);
        assertThat(ended).hasValue(1);
        assertThat(isCurrent(generation)).isTrue();
    }

    @Test
    void when_a_call_that_was_given_up_returns_the_device_is_tried_at_once() {
        Generation generation = hsm.connected().generation();
        hsm.deviceFails(ConnectionFixture.GONE);
        dispatcher.callInBackground(generation, this::hang, ended::incrementAndGet);
        hsm.scheduler.advance(LONGEST_CALL);
        until(() -> hsm.holder.state().fault().isPresent());
        int attempts = hsm.attempts.get();
        hsm.deviceIsBack();

        back.countDown();

        until(() -> hsm.holder.state().generation().isPresent());
        assertThat(hsm.attempts.get()).isGreaterThan(attempts);
    }

    @Test
    void a_task_enters_the_module_on_its_own_thread() throws Exception {
        Generation generation = hsm.connected().generation();

        CompletableFuture<Boolean> task = hsm.tasks.submit(() -> {
            Thread inside = dispatcher.call(
                    generation, "seal", Thread::currentThread, ended::incrementAndGet, in(Duration.ofHours(1)));
            return inside.equals(Thread.currentThread());
        });

        assertThat(outcome(task)).isTrue();
        hsm.scheduler.advance(LONGEST_CALL);
        assertThat(isCurrent(generation)).as("the call has returned").isTrue();
    }

    @Test
    void a_task_whose_call_hangs_is_restarted_in_the_next_generation() throws Exception {
        hsm.connected();
        hsm.clock.advance(Duration.ofMinutes(1));
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch inside = new CountDownLatch(1);

        CompletableFuture<Integer> task = hsm.tasks.submit(() -> {
            int round = rounds.incrementAndGet();
            Generation generation = hsm.holder.await(in(Duration.ofHours(1)));
            String answer = dispatcher.call(
                    generation,
                    "seal",
                    () -> {
                        inside.countDown();
                        return round == 1 ? hang() : "quick";
                    },
                    ended::incrementAndGet,
                    in(Duration.ofHours(1)));
            assertThat(answer).isEqualTo("quick");
            return hsm.holder.state().number();
        });
        ConnectionFixture.await(inside);
        hsm.scheduler.advance(LONGEST_CALL);

        assertThat(outcome(task)).isEqualTo(2);
        assertThat(rounds).hasValue(2);
    }

    /** Asks for the key {@code seal}, whose proof hangs as {@code hanging} says; by the clock the call has taken too long. */
    private Optional<HsmFault> faultOfTheKey(SoftwareLogin login, Runnable hanging) {
        login.beforeSignature(hanging);
        Thread caller = Thread.currentThread();
        NativeCallDispatcher patient = hsm.dispatcher(Duration.ofSeconds(1).toNanos());
        return faultOf(() -> patient.call(
                login.generation(),
                "seal",
                () -> {
                    until(() -> caller.getState() == Thread.State.TIMED_WAITING);
                    hsm.clock.advance(Duration.ofSeconds(1));
                    return login.generation().key("seal");
                },
                ended::incrementAndGet,
                in(Duration.ofHours(1))));
    }

    private Runnable hangsOnce() {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        return () -> {
            if (isFirst.getAndSet(false)) {
                hang();
            }
        };
    }

    @Test
    void a_key_that_hangs_at_its_first_signature_is_unusable_while_the_one_beside_it_signs() {
        Generation current = hsm.connected().generation();
        SoftwareLogin login = SoftwareLogin.withKeyBeside(hsm.clock);

        assertThat(faultOfTheKey(login, hangsOnce()))
                .contains(new KeyFault.NotUsable("seal", SoftwareLogin.TOKEN, Reason.NO_ANSWER.id()));

        assertThat(isCurrent(current)).isTrue();
        assertThat(faultOf(() -> login.generation().key("seal")))
                .as("while it hangs")
                .isPresent();
        assertThat(login.generation().key("beside").label()).isEqualTo("beside");
    }

    @Test
    void a_key_that_hangs_alone_in_its_login_discards_the_generation() {
        SoftwareLogin login = hsm.connected();
        hsm.deviceFails(ConnectionFixture.GONE);

        assertThat(faultOfTheKey(login, hangsOnce())).contains(NO_ANSWER);

        assertThat(isCurrent(login.generation())).isFalse();
    }

    @Test
    void when_the_key_beside_it_hangs_too_the_caller_waits_a_quarter_more() throws Exception {
        SoftwareLogin login = SoftwareLogin.withKeyBeside(hsm.clock);
        AtomicInteger hanging = new AtomicInteger();

        CompletableFuture<Optional<HsmFault>> caller = ConnectionFixture.caller(() -> faultOfTheKey(login, () -> {
            hanging.incrementAndGet();
            hang();
        }));
        until(() -> hanging.get() == 2);
        hsm.scheduler.advance(Duration.ofMillis(250).minus(TICK));
        assertThat(caller).isNotDone();

        hsm.scheduler.advance(TICK);
        assertThat(outcome(caller)).contains(NO_ANSWER);
    }

    @Test
    void when_too_many_calls_hang_nobody_asks_another_key() {
        SoftwareLogin login = SoftwareLogin.withKeyBeside(hsm.clock);
        dispatcher.callInBackground(this::hang, ended::incrementAndGet, LONGEST_CALL);
        hsm.scheduler.advance(LONGEST_CALL);

        assertThat(faultOfTheKey(login, hangsOnce())).contains(NO_ANSWER);

        assertThat(login.signatures()).isZero();
    }
}
