package no.portnokkel.hsm.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import no.portnokkel.hsm.HsmListener;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.SoftwareLogin;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

/** How long callers wait for a generation, and what a listener is told. */
class GenerationHolderTest {
    private static final HsmFault GONE = new DeviceFault.Unavailable("vault", "CKR_DEVICE_REMOVED");
    private static final HsmFault RESET = new DeviceFault.Unavailable("vault", "CKR_DEVICE_ERROR");
    private static final HsmFault NO_MODULE = new SetupFault.ModuleMissing("portnokkel.hsm.library", "none.so");

    private final ManualClock clock = new ManualClock();
    private final GenerationHolder holder = new GenerationHolder("vault", clock);
    private final List<String> told = new ArrayList<>();

    GenerationHolderTest() {
        holder.listen(new HsmListener() {
            @Override
            public void connected(int generation) {
                told.add("connected " + generation);
            }

            @Override
            public void disconnected(HsmFault why) {
                told.add(why.code().name());
            }
        });
    }

    private Generation login() {
        return new SoftwareLogin(clock).generation();
    }

    private long in(Duration time) {
        return clock.getAsLong() + time.toNanos();
    }

    private HsmFault faultAt(long deadline) {
        return catchThrowableOfType(HsmException.class, () -> holder.await(deadline))
                .fault();
    }

    @Test
    void callers_wait_until_the_first_attempt_has_succeeded() {
        CompletableFuture<Void> caller = awaitFirstAttempt(Duration.ofMinutes(1));
        assertThat(caller).isNotDone();

        holder.connected(login());

        assertThat(caller).succeedsWithin(30, SECONDS);
    }

    @Test
    void callers_wait_until_the_first_attempt_has_failed() {
        CompletableFuture<Void> caller = awaitFirstAttempt(Duration.ofMinutes(1));
        assertThat(caller).isNotDone();

        holder.disconnected(GONE);

        assertThat(caller).succeedsWithin(30, SECONDS);
    }

    @Test
    void callers_wait_for_the_first_attempt_until_the_deadline() {
        assertThat(awaitFirstAttempt(Duration.ofMillis(20))).succeedsWithin(30, SECONDS);
        assertThat(awaitFirstAttempt(Duration.ZERO)).succeedsWithin(30, SECONDS);
    }

    @Test
    void after_the_first_attempt_nobody_waits_for_another_one() {
        holder.disconnected(GONE);

        assertThat(awaitFirstAttempt(Duration.ofDays(1))).succeedsWithin(30, SECONDS);
    }

    @Test
    void an_interrupt_ends_the_wait_for_the_first_attempt_and_stays_set() {
        CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(
                () -> {
                    Thread.currentThread().interrupt();
                    holder.awaitFirstAttempt(in(Duration.ofDays(1)));
                    return Thread.interrupted();
                },
                task -> new Thread(task).start());

        assertThat(interrupted).succeedsWithin(30, SECONDS).isEqualTo(true);
    }

    /** Returns when the caller waits, or has returned. */
    private CompletableFuture<Void> awaitFirstAttempt(Duration longest) {
        long deadline = in(longest);
        CompletableFuture<Void> caller = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            holder.awaitFirstAttempt(deadline);
            caller.complete(null);
        });
        thread.start();
        while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        return caller;
    }

    @Test
    void a_generation_is_returned_even_after_the_deadline() {
        Generation current = login();
        holder.connected(current);

        assertThat(holder.await(in(Duration.ofSeconds(-1)))).isSameAs(current);
    }

    @Test
    void at_the_deadline_a_caller_gets_the_reason_why_there_is_no_generation() {
        assertThat(faultAt(in(Duration.ZERO)))
                .as("before the first attempt has ended")
                .isEqualTo(new DeviceFault.Unavailable("vault", Reason.CONNECTING.id()));

        holder.disconnected(GONE);
        assertThat(faultAt(in(Duration.ZERO))).isEqualTo(GONE);
    }

    @Test
    void a_caller_does_not_wait_for_what_a_person_must_mend() {
        holder.disconnected(NO_MODULE);

        assertThat(faultAt(in(Duration.ofDays(1)))).isEqualTo(NO_MODULE);
    }

    @Test
    void a_waiting_caller_continues_as_soon_as_there_is_a_generation() throws Exception {
        holder.disconnected(GONE);
        CompletableFuture<Generation> caller = waiting();
        Generation next = login();

        holder.connected(next);

        assertThat(caller.get(20, SECONDS)).isSameAs(next);
    }

    @Test
    void a_waiting_caller_gives_up_as_soon_as_a_person_must_act() throws Exception {
        CompletableFuture<Generation> caller = waiting();

        holder.disconnected(NO_MODULE);

        assertThat(caller.handle((any, failure) -> failure).get(20, SECONDS))
                .isInstanceOfSatisfying(
                        HsmException.class, failed -> assertThat(failed.fault()).isEqualTo(NO_MODULE));
    }

    @Test
    void an_interrupted_caller_stays_interrupted() {
        Thread.currentThread().interrupt();

        assertThat(faultAt(in(Duration.ofDays(1)))).isEqualTo(new DeviceFault.Interrupted("vault"));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_listener_is_told_of_each_cause_once() {
        holder.disconnected(GONE);
        holder.disconnected(RESET);
        holder.disconnected(NO_MODULE);
        holder.connected(login());
        holder.disconnected(GONE);
        holder.connected(login());

        assertThat(told)
                .containsExactly(
                        "HSM_UNAVAILABLE", "HSM_MODULE_MISSING", "connected 1", "HSM_UNAVAILABLE", "connected 2");
    }

    @Test
    void closing_is_not_reported_as_an_outage() {
        holder.connected(login());
        told.clear();

        holder.closed(GONE);

        assertThat(told).isEmpty();
        assertThat(holder.state().generation()).isEmpty();
        assertThat(holder.state().fault()).contains(GONE);
    }

    @Test
    void the_state_keeps_the_number_of_generations_and_the_latest_fault() {
        assertThat(holder.state()).isEqualTo(ConnectionState.START);
        holder.disconnected(GONE);
        holder.disconnected(RESET);
        assertThat(holder.state().fault()).contains(RESET);

        Generation first = login();
        holder.connected(first);
        assertThat(holder.state().number()).isEqualTo(1);
        assertThat(holder.state().fault()).isEmpty();
        assertThat(holder.state().isCurrent(first)).isTrue();
        assertThat(holder.state().isCurrent(login())).isFalse();

        holder.disconnected(GONE);
        assertThat(holder.state().number()).isEqualTo(1);
        assertThat(holder.state().isCurrent(first)).isFalse();
    }

    @Test
    void a_generation_counts_as_working_only_once_a_key_has_signed() {
        SoftwareLogin login = new SoftwareLogin(clock);
        holder.connected(login.generation());
        assertThat(holder.state().hasSigned()).isFalse();

        login.proven();
        assertThat(holder.state().hasSigned()).isTrue();
    }

    @Test
    void no_attempt_follows_a_generation_or_a_fault_that_only_a_new_process_can_end() {
        assertThat(holder.state().isFinal()).isFalse();
        holder.disconnected(GONE);
        assertThat(holder.state().isFinal()).isFalse();
        holder.disconnected(new DeviceFault.Failed("vault", Reason.CLOSED.id()));
        assertThat(holder.state().isFinal()).isTrue();
        holder.connected(login());
        assertThat(holder.state().isFinal()).isTrue();
    }

    /** Returns a caller that waits already, or is about to. */
    private CompletableFuture<Generation> waiting() {
        CompletableFuture<Generation> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                outcome.complete(holder.await(in(Duration.ofDays(1))));
            } catch (HsmException failed) {
                outcome.completeExceptionally(failed);
            }
        });
        caller.setDaemon(true);
        caller.start();
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return outcome;
    }
}
