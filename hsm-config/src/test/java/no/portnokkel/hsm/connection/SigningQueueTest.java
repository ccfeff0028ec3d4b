package no.portnokkel.hsm.connection;

import static no.portnokkel.hsm.connection.ConnectionFixture.GONE;
import static no.portnokkel.hsm.connection.ConnectionFixture.caller;
import static no.portnokkel.hsm.connection.ConnectionFixture.faultOf;
import static no.portnokkel.hsm.connection.ConnectionFixture.outcome;
import static no.portnokkel.hsm.connection.ConnectionFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.SoftwareLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers get while the device works, is busy, or is lost. */
class SigningQueueTest {
    private static final Duration SIGN_TIMEOUT = Duration.ofHours(1);
    private static final HsmFault NOT_USABLE = new KeyFault.NotUsable("seal", "vault", "EC");
    private static final HsmFault NOT_FOUND = new KeyFault.NotFound("seal", "vault", List.of());
    private static final HsmFault EXHAUSTED = new DeviceFault.Exhausted("vault", "CKR_SESSION_COUNT");

    private final ConnectionFixture hsm = new ConnectionFixture();
    private final List<Generation> used = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        hsm.close();
    }

    private SigningQueue queue(int maxConcurrent) {
        return hsm.queue(maxConcurrent, SIGN_TIMEOUT);
    }

    /** Returns work that has these faults in turn, a minute apart, and then succeeds. */
    private Function<Generation, String> faults(HsmFault... faults) {
        AtomicInteger next = new AtomicInteger();
        return generation -> {
            used.add(generation);
            int number = next.getAndIncrement();
            if (number < faults.length) {
                hsm.clock.advance(Duration.ofMinutes(1)); // so that the next attempt to connect is due
                throw new HsmException(faults[number]);
            }
            return "signed";
        };
    }

    @Test
    void work_runs_in_the_current_generation_and_returns_its_permit() {
        SoftwareLogin login = hsm.connected();
        SigningQueue queue = queue(1);

        for (int caller = 0; caller < 3; caller++) {
            assertThat(queue.execute("seal", faults())).isEqualTo("signed");
        }

        assertThat(used).hasSize(3).containsOnly(login.generation());
    }

    @Test
    void when_the_device_is_lost_the_caller_continues_in_the_next_generation() {
        Generation first = hsm.connected().generation();

        assertThat(queue(1).execute("seal", faults(GONE, GONE))).isEqualTo("signed");

        assertThat(used).hasSize(3).doesNotHaveDuplicates().startsWith(first);
        assertThat(hsm.holder.state().number()).isEqualTo(3);
    }

    @Test
    void when_the_device_is_broken_the_caller_learns_it_and_the_generation_is_discarded() {
        Generation first = hsm.connected().generation();
        HsmFault broken = new DeviceFault.Broken("vault", "CKR_DEVICE_ERROR");
        hsm.deviceFails(broken);

        assertThat(faultOf(() -> queue(1).execute("seal", faults(broken)))).contains(broken);

        assertThat(hsm.holder.state().isCurrent(first)).isFalse();
    }

    @Test
    void a_fault_of_the_key_reaches_the_caller_and_leaves_the_generation_in_use() {
        Generation current = hsm.connected().generation();

        assertThat(faultOf(() -> queue(1).execute("seal", faults(NOT_USABLE)))).contains(NOT_USABLE);

        assertThat(hsm.holder.state().isCurrent(current)).isTrue();
        assertThat(used).hasSize(1);
    }

    @Test
    void for_a_missing_key_the_device_is_read_again_once() {
        hsm.connected();

        assertThat(queue(1).execute("seal", faults(NOT_FOUND))).isEqualTo("signed");
        assertThat(hsm.holder.state().number()).isEqualTo(2);

        assertThat(faultOf(() -> queue(1).execute("seal", faults(NOT_FOUND, NOT_FOUND))))
                .contains(NOT_FOUND);
        assertThat(hsm.holder.state().number()).isEqualTo(2);
    }

    @Test
    void while_the_device_has_no_session_the_call_is_repeated_in_the_same_generation_until_the_timeout() {
        Generation current = hsm.connected().generation();
        assertThat(queue(1).execute("seal", faults(EXHAUSTED, EXHAUSTED))).isEqualTo("signed");
        assertThat(used).hasSize(3).containsOnly(current);
        used.clear();

        Function<Generation, String> slow = generation -> {
            hsm.clock.advance(SIGN_TIMEOUT.dividedBy(2));
            used.add(generation);
            throw new HsmException(EXHAUSTED);
        };

        assertThat(faultOf(() -> queue(1).execute("seal", slow))).contains(EXHAUSTED);
        assertThat(used).hasSize(2);
        assertThat(hsm.holder.state().isCurrent(current)).isTrue();
    }

    @Test
    void without_a_generation_the_caller_gets_the_reason_at_the_timeout() {
        hsm.deviceFails(GONE);
        assertThat(faultOf(hsm::connected)).contains(GONE);

        SigningQueue queue = hsm.queue(1, Duration.ofMillis(20));
        CompletableFuture<Optional<HsmFault>> caller = caller(() -> faultOf(() -> queue.execute("seal", faults())));
        while (!caller.isDone()) {
            hsm.clock.advance(Duration.ofMillis(1));
        }

        assertThat(caller.join()).contains(GONE);
    }

    @Test
    void a_caller_that_gets_no_permit_in_time_learns_that_the_device_is_busy() {
        Generation current = hsm.connected().generation();
        SigningQueue queue = hsm.queue(1, Duration.ofMillis(50));
        queue.executeInBackground(current, generation -> hsm.hang().run());

        assertThat(faultOf(() -> queue.execute("seal", faults())))
                .contains(new DeviceFault.Busy(SoftwareLogin.TOKEN, 1));
    }

    @Test
    void an_interrupted_caller_leaves_the_queue_and_stays_interrupted() {
        hsm.connected();
        SigningQueue queue = queue(1);
        CountDownLatch signed = new CountDownLatch(1);
        CompletableFuture<String> first = holdPermit(queue, signed);

        Thread.currentThread().interrupt();
        Optional<HsmFault> fault = faultOf(() -> queue.execute("seal", faults()));

        assertThat(fault).contains(new DeviceFault.Interrupted(SoftwareLogin.TOKEN));
        assertThat(Thread.interrupted()).isTrue();
        signed.countDown();
        assertThat(first.join()).isEqualTo("first");
    }

    @Test
    void a_generation_that_was_lost_while_a_caller_waited_in_the_queue_is_not_used() throws Exception {
        Generation first = hsm.connected().generation();
        hsm.clock.advance(Duration.ofMinutes(1));
        SigningQueue queue = queue(1);
        CountDownLatch signed = new CountDownLatch(1);
        CompletableFuture<String> inside = holdPermit(queue, signed);
        Thread[] waiting = new Thread[1];
        CompletableFuture<String> caller = caller(() -> {
            waiting[0] = Thread.currentThread();
            return queue.execute("seal", faults());
        });
        until(() -> waiting[0] != null && waiting[0].getState() == Thread.State.TIMED_WAITING);

        hsm.manager.reportLost(first, GONE);
        until(() -> hsm.holder.state().number() == 2);
        signed.countDown();

        assertThat(outcome(caller)).isEqualTo("signed");
        assertThat(outcome(inside)).isEqualTo("first");
        assertThat(used).containsExactly(hsm.logins.get(1).generation());
    }

    /** Starts a caller that occupies a permit until the latch opens. */
    private static CompletableFuture<String> holdPermit(SigningQueue queue, CountDownLatch until) {
        CountDownLatch inside = new CountDownLatch(1);
        CompletableFuture<String> first = caller(() -> queue.execute("seal", generation -> {
            inside.countDown();
            ConnectionFixture.await(until);
            return "first";
        }));
        ConnectionFixture.await(inside);
        return first;
    }

    @Test
    void each_use_of_the_device_is_noted() {
        hsm.connected().proven();
        SigningQueue queue = queue(1);
        assertThat(queue.lastUsedNanos()).isEqualTo(hsm.clock.getAsLong());

        hsm.clock.advance(Duration.ofSeconds(5));
        queue.execute("seal", faults());
        assertThat(queue.lastUsedNanos()).isEqualTo(hsm.clock.getAsLong());

        hsm.clock.advance(Duration.ofSeconds(5));
        queue.probe(hsm.logins.get(0).generation());
        assertThat(queue.lastUsedNanos()).isEqualTo(hsm.clock.getAsLong());
    }

    @Test
    void a_probe_is_signed_in_the_background_and_returns_its_permit() {
        SoftwareLogin login = hsm.connected().proven();
        SigningQueue queue = queue(1);

        queue.probe(login.generation());

        until(() -> login.signatures() == 2);
        assertThat(queue.execute("seal", faults())).isEqualTo("signed");
    }

    @Test
    void a_probe_does_not_wait_for_a_permit() {
        SoftwareLogin login = hsm.connected().proven();
        SigningQueue queue = queue(1);
        CountDownLatch signed = new CountDownLatch(1);
        CompletableFuture<String> first = holdPermit(queue, signed);

        queue.probe(login.generation());
        signed.countDown();

        assertThat(first.join()).isEqualTo("first");
        assertThat(queue.execute("seal", faults())).isEqualTo("signed");
        assertThat(login.signatures()).isEqualTo(1);
    }

    @Test
    void a_probe_that_finds_the_device_lost_discards_the_generation() {
        SoftwareLogin login = hsm.connected().proven();
        login.beforeSignature(() -> {
            throw new HsmException(GONE);
        });
        hsm.deviceFails(GONE);

        queue(1).probe(login.generation());

        until(() -> hsm.holder.state().fault().isPresent());
        assertThat(hsm.holder.state().fault()).contains(GONE);
    }

    private static Consumer<Generation> inBackground(Function<Generation, String> work) {
        return generation -> assertThat(work.apply(generation)).isEqualTo("signed");
    }

    @Test
    void work_in_the_background_with_a_fault_of_the_key_leaves_the_generation_in_use() {
        Generation current = hsm.connected().generation();
        SigningQueue queue = queue(1);

        queue.executeInBackground(current, inBackground(faults(NOT_USABLE)));

        assertThat(queue.execute("seal", faults()))
                .as("the permit was returned")
                .isEqualTo("signed");
        assertThat(hsm.holder.state().isCurrent(current)).isTrue();
    }

    @Test
    void work_in_the_background_that_gets_no_thread_returns_its_permit() {
        Generation current = hsm.connected().generation();
        SigningQueue queue = queue(1);
        hsm.calls.close();

        queue.executeInBackground(current, inBackground(faults()));
        queue.executeInBackground(current, inBackground(faults()));

        assertThat(used).isEmpty();
        assertThat(faultOf(() -> queue.execute("seal", faults())).orElseThrow())
                .as("not busy: the permit was returned")
                .isInstanceOf(DeviceFault.Failed.class);
    }

    @Test
    void a_listing_needs_no_permit_and_there_is_one_at_a_time() throws Exception {
        Generation current = hsm.connected().generation();
        SigningQueue queue = queue(1);
        CountDownLatch listed = new CountDownLatch(1);
        AtomicInteger listings = new AtomicInteger();
        Consumer<Generation> listing = generation -> {
            listings.incrementAndGet();
            ConnectionFixture.await(listed);
        };

        assertThat(queue.listInBackground(current, listing)).isTrue();
        until(() -> listings.get() == 1);
        assertThat(queue.listInBackground(current, listing)).isFalse();

        assertThat(queue.execute("seal", faults())).isEqualTo("signed");
        assertThat(listings).hasValue(1);
        listed.countDown();
        until(() -> {
            queue.listInBackground(current, listing);
            return listings.get() > 1; // each look may start another one
        });
    }

    @Test
    void a_listing_that_gets_no_thread_does_not_end_the_next_ones() {
        Generation current = hsm.connected().generation();
        SigningQueue queue = queue(1);
        hsm.calls.close();

        assertThat(queue.listInBackground(current, generation -> {})).isFalse();
        assertThat(queue.listInBackground(current, generation -> {})).isFalse();

        assertThat(hsm.holder.state().isCurrent(current)).isTrue();
    }
}
