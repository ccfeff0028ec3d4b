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

/** Tasks that call a module themselves. The module is a latch: a call hangs until it opens. */
class AbandonableExecutorTest {
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final AbandonableExecutor threads = new AbandonableExecutor(pool, 1);
    private final NativeCallPool calls = new NativeCallPool("latch", 8);
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch back = new CountDownLatch(1);
    private final CompletableFuture<Runnable> tooLong = new CompletableFuture<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger wentOn = new AtomicInteger();

    @AfterEach
    void stop() {
        back.countDown();
        calls.close();
        pool.shutdownNow();
    }

    @Test
    void a_task_whose_thread_hangs_is_begun_anew_on_another() throws Exception {
        CompletableFuture<String> task = threads.begin(this::callsAtFirst);
        inside.await();

        tooLong.get(20, SECONDS).run();

        assertThat(task.get(20, SECONDS)).isEqualTo("round 2");
    }

    @Test
    void a_lost_thread_does_not_go_on_with_the_task_when_its_call_returns() throws Exception {
        CompletableFuture<String> task = threads.begin(this::callsAtFirst);
        inside.await();
        tooLong.get(20, SECONDS).run();
        task.get(20, SECONDS);

        back.countDown();
        pool.shutdown();

        assertThat(pool.awaitTermination(20, SECONDS)).as("it ended").isTrue();
        assertThat(wentOn).as("who came past the call").hasValue(1);
        assertThat(calls.isFull()).isFalse();
    }

    @Test
    void a_lost_thread_takes_nobodys_place() throws Exception {
        CompletableFuture<String> task = threads.begin(this::callsAtFirst);
        inside.await();
        tooLong.get(20, SECONDS).run();
        task.get(20, SECONDS);

        assertThat(threads.begin(() -> "next").get(20, SECONDS)).isEqualTo("next");
    }

    @Test
    void as_many_tasks_as_there_are_places_are_taken() throws InterruptedException {
        CompletableFuture<String> task = threads.begin(this::callsAtFirst);
        inside.await();

        assertThatThrownBy(() -> threads.begin(() -> "one more")).isInstanceOf(RejectedExecutionException.class);
        assertThat(task).isNotDone();
    }

    @Test
    void a_task_is_lost_once_and_then_stays_out_of_the_module() throws Exception {
        CompletableFuture<Boolean> task = threads.begin(() -> {
            begun.incrementAndGet();
            AbandonableExecutor.current().ifPresent(AbandonableExecutor.Run::beginAnew);
            return AbandonableExecutor.current().isPresent();
        });

        task.get(20, SECONDS);
        pool.shutdown();

        assertThat(pool.awaitTermination(20, SECONDS)).isTrue();
        assertThat(begun).hasValue(2);
    }

    @Test
    void where_no_thread_is_left_to_begin_it_anew_a_task_fails() throws Exception {
        CompletableFuture<String> task = threads.begin(this::callsAtFirst);
        inside.await();
        pool.shutdown();

        tooLong.get(20, SECONDS).run();

        assertThatThrownBy(() -> task.get(20, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class);
    }

    private String callsAtFirst() {
        int round = begun.incrementAndGet();
        AbandonableExecutor.current().ifPresent(this::hangs);
        wentOn.incrementAndGet();
        return "round " + round;
    }

    private void hangs(AbandonableExecutor.Run<?> run) {
        NativeCall<Boolean> call = calls.admit(this::waits, () -> {});
        tooLong.complete(() -> {
            if (call.giveUp(() -> {})) {
                run.beginAnew();
            }
        });
        assertThat(call.here()).isTrue();
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
