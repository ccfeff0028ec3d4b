package no.portnokkel.hsm.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that return, hang, come back, or are not admitted. At most two may hang. */
class NativeCallTest {
    private final NativeCallPool pool = new NativeCallPool("latch", 2);
    private final CountDownLatch back = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();

    @AfterEach
    void stop() {
        back.countDown();
        pool.close();
    }

    private NativeCall<String> hanging() {
        CountDownLatch inside = new CountDownLatch(1);
        NativeCall<String> call = pool.start(
                () -> {
                    inside.countDown();
                    await(back);
                    return "late";
                },
                ended::incrementAndGet);
        await(inside);
        return call;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).isTrue();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    @Test
    void a_call_runs_on_a_daemon_thread_that_a_thread_dump_shows() throws Exception {
        NativeCall<Thread> call = pool.start(Thread::currentThread, ended::incrementAndGet);

        Thread thread = call.await(SECONDS.toNanos(20));

        assertThat(thread.getName()).isEqualTo("portnokkel-hsm-call");
        assertThat(thread.isDaemon()).isTrue();
        until(ended, 1); // a caller has its result a little earlier
    }

    @Test
    void a_call_on_the_callers_thread_ends_once() {
        Thread caller = Thread.currentThread();

        assertThat(pool.admit(Thread::currentThread, ended::incrementAndGet).callHere())
                .isSameAs(caller);
        assertThat(ended).hasValue(1);
    }

    @Test
    void the_exception_of_a_call_reaches_its_caller_as_it_is() {
        HsmException fault = new HsmException(new DeviceFault.Busy("latch", 1));
        Supplier<String> failing = () -> {
            throw fault;
        };

        assertThat(catchThrowableOfType(
                        HsmException.class, () -> pool.admit(failing, () -> {}).callHere()))
                .isSameAs(fault);
        assertThatIllegalStateException()
                .isThrownBy(() -> new NativeCall<String>(
                                () -> {
                                    throw new IOException("checked");
                                },
                                () -> {},
                                new AtomicInteger())
                        .callHere())
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void a_caller_can_stop_waiting_while_the_call_continues() throws Exception {
        NativeCall<String> call = hanging();

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> call.await(1));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> call.await(-1));
        assertThat(ended).as("not ended by its caller").hasValue(0);

        back.countDown();
        assertThat(call.await(SECONDS.toNanos(20))).isEqualTo("late");
    }

    @Test
    void a_call_that_is_given_up_ends_at_once_and_tells_when_it_returns() throws Exception {
        NativeCall<String> call = hanging();

        assertThat(call.giveUp(returned::incrementAndGet)).isTrue();
        assertThat(ended).hasValue(1);
        assertThat(returned).hasValue(0);

        back.countDown();
        call.await(SECONDS.toNanos(20));
        awaitReturned(1);
        assertThat(ended).as("ended once").hasValue(1);
    }

    @Test
    void a_call_is_given_up_once_and_not_after_it_has_returned() {
        NativeCall<String> call = hanging();
        assertThat(call.giveUp(returned::incrementAndGet)).isTrue();
        assertThat(call.giveUp(returned::incrementAndGet)).isFalse();
        back.countDown();
        awaitReturned(1);

        NativeCall<String> quick = pool.admit(() -> "done", ended::incrementAndGet);
        assertThat(quick.callHere()).isEqualTo("done");
        assertThat(quick.giveUp(returned::incrementAndGet)).isFalse();
        assertThat(returned).hasValue(1);
        assertThat(ended).hasValue(2);
    }

    @Test
    void at_the_limit_of_hanging_calls_no_other_is_admitted_until_one_returns() {
        NativeCall<String> first = hanging();
        NativeCall<String> second = hanging();
        assertThat(first.giveUp(returned::incrementAndGet)).isTrue();
        assertThat(pool.isFull()).isFalse();
        assertThat(second.giveUp(returned::incrementAndGet)).isTrue();
        assertThat(pool.isFull()).isTrue();
        ended.set(0);

        HsmException rejected =
                catchThrowableOfType(HsmException.class, () -> pool.admit(() -> "third", ended::incrementAndGet));

        assertThat(rejected.fault())
                .isEqualTo(new DeviceFault.Unavailable("latch", Reason.TOO_MANY_HANGING_CALLS.id()));
        assertThat(ended).as("the rejected call has ended").hasValue(1);

        back.countDown();
        awaitReturned(2);
        assertThat(pool.isFull()).isFalse();
    }

    @Test
    void a_closed_pool_admits_no_call_and_lets_those_in_flight_continue() throws Exception {
        NativeCall<String> inFlight = hanging();
        pool.close();

        HsmException rejected =
                catchThrowableOfType(HsmException.class, () -> pool.start(() -> "late", ended::incrementAndGet));

        assertThat(rejected.fault()).isEqualTo(new DeviceFault.Failed("latch", Reason.CLOSED.id()));
        assertThat(ended).hasValue(1);
        back.countDown();
        assertThat(inFlight.await(SECONDS.toNanos(20))).isEqualTo("late");
    }

    @Test
    void a_thread_whose_call_was_given_up_must_not_continue() {
        CompletableFuture<NativeCall<String>> self = new CompletableFuture<>();
        NativeCall<String> call = pool.admit(
                () -> {
                    assertThat(self.join().giveUp(returned::incrementAndGet)).isTrue();
                    return "late";
                },
                ended::incrementAndGet);
        self.complete(call);

        assertThatExceptionOfType(AbandonableExecutor.CallAbandonedException.class)
                .isThrownBy(call::callHere);
        assertThat(returned).hasValue(1);
        assertThat(pool.isFull()).isFalse();
    }

    private void awaitReturned(int calls) {
        until(returned, calls);
    }

    private static void until(AtomicInteger count, int expected) {
        ConnectionFixture.until(() -> count.get() == expected);
    }
}
