package no.portnokkel.hsm.connection;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.connection.ConnectAttempts.ConnectAttempt;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * Replaces lost generations. At most one attempt to connect is scheduled or running at a time, each on its own thread. An
 * attempt that hangs is abandoned; its generation is still used if it succeeds before another attempt does.
 */
final class ConnectionManager implements AutoCloseable {
    static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger(ConnectionManager.class.getName());
    private static final long RELOAD_INTERVAL_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MAX_RELOAD_LABELS = 100;
    private static final int MAX_ROUNDS = 10;

    private final String token;
    private final GenerationHolder holder;
    private final Supplier<Generation> connect;
    private final Runnable abandon;
    private final NativeCallPool calls;
    private final TaskScheduler scheduler;
    private final LongSupplier nanoClock;
    private final ConnectAttempts attempts;
    private final GenerationCloser generationCloser;
    private final Map<String, Long> lastReloads = new HashMap<>();
    private volatile boolean closed; // written under the lock, read without

    /**
     * Creates a manager; starts no attempt.
     *
     * @param token for messages
     * @param connect one attempt; throws {@link HsmException}
     * @param abandon called when the latest attempt hangs: the next one must not use the same module copy
     * @param background schedules and watches, and never calls the device; shut down by its owner
     * @param nanoClock monotonic, in nanoseconds
     */
    ConnectionManager(
            String token,
            GenerationHolder holder,
            Supplier<Generation> connect,
            Runnable abandon,
            NativeCallPool calls,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.token = token;
        this.holder = holder;
        this.connect = connect;
        this.abandon = abandon;
        this.calls = calls;
        this.scheduler = new TaskScheduler(background);
        this.nanoClock = nanoClock;
        this.attempts = new ConnectAttempts(scheduler, nanoClock);
        this.generationCloser = new GenerationCloser(calls, scheduler);
    }

    /**
     * Connects in the background without delay, unless an attempt is running: at start, and when a hanging call has returned,
     * so that the device may be back.
     */
    synchronized void reconnectNow() {
        if (attempts.current().isEmpty()) {
            attempts.skipDelay();
            scheduleAttempt();
        }
    }

    /**
     * Connects with an attempt of its own, unless there is a generation, and waits for the outcome: for a command line, or a
     * person who has typed the PIN.
     *
     * @param before runs just before the attempt, when no other attempt is running
     * @throws HsmException why there is no generation
     */
    void connect(Runnable before) {
        Optional<ConnectAttempt> own = Optional.empty();
        for (int round = 0; round < MAX_ROUNDS && own.isEmpty(); round++) {
            currentAttempt().ifPresent(attempt -> attempt.await(LONGEST_ATTEMPT));
            own = startAttempt(before);
        }
        own.ifPresent(attempt -> attempt.await(LONGEST_ATTEMPT));
        ConnectionState outcome = holder.state();
        if (outcome.generation().isEmpty()) {
            throw new HsmException(
                    own.flatMap(ConnectAttempt::fault).or(outcome::fault).orElseGet(holder::connecting));
        }
    }

    /** Returns the time since a generation in which a key had signed was lost; zero while there is such a generation. */
    synchronized Duration outage() {
        return holder.state().hasSigned() ? Duration.ZERO : attempts.outage();
    }

    /** Reports a fault of the device. The first report about a generation discards it and schedules the next attempt. */
    synchronized void reportLost(Generation generation, HsmFault why) {
        if (!holder.state().isCurrent(generation)) {
            return; // another caller has reported it
        }
        if (generation.hasSigned()) {
            attempts.outageBegan();
        }
        holder.disconnected(why);
        generationCloser.closeLater(generation);
        scheduleAttempt();
    }

    /** Discards a generation that made a wrong signature, unless that has been done already. */
    void reportInvalidSignature(Generation generation) {
        reportLost(generation, generation.wrongSignature());
    }

    /**
     * Builds another generation, since a key is missing in this one: some modules show only objects that existed when they
     * were loaded. The current generation stays in use meanwhile. Each reload costs a module, so a label gets one in five
     * minutes at most.
     *
     * @param label of the missing key
     * @param timeout longest wait
     * @return whether there is another generation now
     */
    boolean reloadFor(Generation generation, String label, Duration timeout) {
        startReload(generation, label).ifPresent(attempt -> attempt.await(timeout));
        return !holder.state().isCurrent(generation);
    }

    /** Stops the attempts and logs out. */
    @Override
    public void close() {
        Optional<Generation> last = stop();
        generationCloser.closeAll(last, currentAttempt());
    }

    private synchronized Optional<Generation> stop() {
        closed = true;
        attempts.cancelSchedule();
        Optional<Generation> last = holder.state().generation();
        holder.closed(new DeviceFault.Failed(token, Reason.CLOSED.id()));
        return last;
    }

    synchronized Optional<ConnectAttempt> currentAttempt() {
        return attempts.current();
    }

    /** Starts an attempt, unless one is running or none is needed. */
    private synchronized Optional<ConnectAttempt> startAttempt(Runnable before) {
        boolean needed = !closed && holder.state().generation().isEmpty();
        if (!needed || attempts.current().isPresent()) {
            return Optional.empty();
        }
        before.run();
        return Optional.of(start());
    }

    private synchronized Optional<ConnectAttempt> startReload(Generation generation, String label) {
        boolean due = holder.state().isCurrent(generation) && mayReload(label);
        return due ? Optional.of(attempts.current().orElseGet(this::start)) : Optional.empty();
    }

    private boolean mayReload(String label) {
        long now = nanoClock.getAsLong();
        lastReloads.values().removeIf(at -> now - at >= RELOAD_INTERVAL_NANOS);
        return lastReloads.size() < MAX_RELOAD_LABELS && lastReloads.putIfAbsent(label, now) == null;
    }

    private void scheduleAttempt() {
        if (attempts.arePending() || closed || holder.state().isFinal()) {
            return;
        }
        if (!attempts.schedule(() -> startAttempt(() -> {}))) {
            holder.disconnected(new DeviceFault.Failed(token, Reason.SERVER_STOPPING.id()));
        }
    }

    private ConnectAttempt start() {
        ConnectAttempt attempt = attempts.start();
        Optional<Generation> before = holder.state().generation();
        try {
            NativeCall<?> call = calls.startTask(() -> run(attempt, before), attempt::end);
            scheduler.schedule(LONGEST_ATTEMPT.toNanos(), () -> abandonOverdue(attempt, call));
        } catch (HsmException tooMany) {
            failed(attempt, tooMany.fault());
        }
        return attempt;
    }

    private void run(ConnectAttempt attempt, Optional<Generation> before) {
        try {
            Generation next = connect.get();
            if (!accept(attempt, next, before)) {
                next.close();
            }
        } catch (HsmException failed) {
            failed(attempt, failed.fault());
        } catch (RuntimeException unexpected) { // must not end the attempts: nobody reads the outcome of this task
            System.Logger.Level level = closed ? DEBUG : ERROR; // an orderly stop interrupts it
            LOG.log(level, "An attempt to connect to HSM token " + token + " failed unexpectedly.", unexpected);
            failed(attempt, new DeviceFault.Unavailable(token, Reason.UNEXPECTED_ERROR.id()));
        }
    }

    private synchronized boolean accept(ConnectAttempt attempt, Generation next, Optional<Generation> before) {
        attempts.end(attempt);
        Optional<Generation> current = holder.state().generation();
        if (closed || (current.isPresent() && !current.equals(before))) {
            return false;
        }
        holder.connected(next);
        current.ifPresent(generationCloser::closeLater);
        return true;
    }

    private synchronized void failed(ConnectAttempt attempt, HsmFault why) {
        attempts.end(attempt);
        attempt.failed(why);
        if (!closed && holder.state().generation().isEmpty()) {
            holder.disconnected(why);
            scheduleAttempt();
        }
    }

    private synchronized void abandonOverdue(ConnectAttempt attempt, NativeCall<?> call) {
        if (attempts.isCurrent(attempt) && call.giveUp(this::reconnectNow)) {
            abandon.run();
            attempts.abandonCurrent();
            failed(attempt, new DeviceFault.Unavailable(token, Reason.NO_ANSWER.id()));
        }
    }
}
