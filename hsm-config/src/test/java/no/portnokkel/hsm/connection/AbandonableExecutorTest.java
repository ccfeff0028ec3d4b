package no.portnokkel.hsm.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that call a module on their own thread. The module is a latch: a call hangs until it opens. */
class AbandonableExecutorTest {
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final AbandonableExecutor threads = new AbandonableExecutor(pool, 1);
    private final NativeCallPool calls = new NativeCallPool("latch", 8);
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch back = new CountDownLatch(1);
    private final CompletableFuture<Runnable> overdue = new CompletableFuture<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger continued = new AtomicInteger();

    @AfterEach
    void stop() {
        back.countDown();
        calls.close();
        pool.shutdownNow();
    }

    @Test
    void a_task_whose_thread_hangs_is_restarted_on_another() throws Exception {
        CompletableFuture<String> task = threads.submit(this::callModuleFirst);
        inside.await();

        overdue.get(20, SECONDS).run();

        assertThat(task.get(20, SECONDS)).isEqualTo("round 2");
    }

    @Test
    void an_abandoned_thread_does_not_continue_the_task_when_its_call_returns() throws Exception {
        CompletableFuture<String> task = threads.submit(this::callModuleFirst);
        inside.await();
        overdue.get(20, SECONDS).run();
        task.get(20, SECONDS);

        back.countDown();
        pool.shutdown();

        assertThat(pool.awaitTermination(20, SECONDS)).as("terminated").isTrue();
        assertThat(continued).as("threads that continued after the call").hasValue(1);
        assertThat(calls.isFull()).isFalse();
    }

    @Test
    void an_abandoned_thread_does_not_count_against_the_limit() throws Exception {
        CompletableFuture<String> task = threads.submit(this::callModuleFirst);
        inside.await();
        overdue.get(20, SECONDS).run();
        task.get(20, SECONDS);

        assertThat(threads.submit(() -> "next").get(20, SECONDS)).isEqualTo("next");
    }

    @Test
    void tasks_over_the_limit_are_rejected() throws InterruptedException {
        CompletableFuture<String> task = threads.submit(this::callModuleFirst);
        inside.await();

        assertThatThrownBy(() -> threads.submit(() -> "one more")).isInstanceOf(RejectedExecutionException.class);
        assertThat(task).isNotDone();
    }

    @Test
    void a_task_is_restarted_once_and_then_stays_out_of_the_module() throws Exception {
        CompletableFuture<Boolean> task = threads.submit(() -> {
            begun.incrementAndGet();
            threads.current().ifPresent(AbandonableExecutor.Task::restart);
            return threads.current().isPresent();
        });

        task.get(20, SECONDS);
        pool.shutdown();

        assertThat(pool.awaitTermination(20, SECONDS)).isTrue();
        assertThat(begun).hasValue(2);
    }

    @Test
    void a_task_fails_when_no_thread_is_left_to_restart_it() throws Exception {
        CompletableFuture<String> task = threads.submit(this::callModuleFirst);
        inside.await();
        pool.shutdown();

        overdue.get(20, SECONDS).run();

        assertThatThrownBy(() -> task.get(20, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void a_task_that_no_thread_takes_does_not_count_against_the_limit() throws Exception {
        AtomicInteger rejected = new AtomicInteger(1);
        AbandonableExecutor busyOnce = new AbandonableExecutor(
                task -> {
                    if (rejected.getAndDecrement() > 0) {
                        throw new RejectedExecutionException("busy");
                    }
                    pool.execute(task);
                },
                1);
        assertThatThrownBy(() -> busyOnce.submit(() -> "rejected")).isInstanceOf(RejectedExecutionException.class);

        assertThat(busyOnce.submit(() -> "next").get(20, SECONDS)).isEqualTo("next");
    }

    private String callModuleFirst() {
        int round = begun.incrementAndGet();
        threads.current().ifPresent(this::hangs);
        continued.incrementAndGet();
        return "round " + round;
    }

    private void hangs(AbandonableExecutor.Task<?> task) {
        NativeCall<Boolean> call = calls.admit(this::waits, () -> {});
        overdue.complete(() -> {
            if (call.giveUp(() -> {})) {
                task.restart();
            }
        });
        assertThat(call.callHere()).isTrue();
    }

    private boolean waits() {
        inside.countDown();
        try {
            return back.await(60, SECONDS);
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
