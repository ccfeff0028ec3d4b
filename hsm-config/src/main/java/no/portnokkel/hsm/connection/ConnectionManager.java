package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * The generation that stands, and the building of the next. At most one attempt is planned or under way at a time, on a
 * thread of its own. One that hangs is left behind, and is used after all when it ends well before another does.
 */
public final class ConnectionManager implements AutoCloseable {
    static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(30);

    private final String token;
    private final Supplier<Generation> connect;
    private final Runnable abandon;
    private final NativeCallPool calls;
    private final TaskScheduler scheduler;
    private final GenerationHolder holder;
    private final ConnectAttempts attempts;
    private final ReloadLimiter reloadLimiter;
    private final GenerationCloser generationCloser;
    private boolean closed;

    /**
     * Prepares; nothing is tried yet.
     *
     * @param token for messages
     * @param connect one attempt; throws {@link HsmException}
     * @param abandon told that the latest attempt hangs: the next must not need what it holds
     * @param background plans and watches, and never calls the device; the caller's to shut down
     * @param nanoClock monotonic, in nanoseconds
     */
    public ConnectionManager(
            String token,
            Supplier<Generation> connect,
            Runnable abandon,
            NativeCallPool calls,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.token = token;
        this.connect = connect;
        this.abandon = abandon;
        this.calls = calls;
        this.scheduler = new TaskScheduler(background);
        this.holder = new GenerationHolder(token, nanoClock);
        this.attempts = new ConnectAttempts(scheduler, nanoClock);
        this.reloadLimiter = new ReloadLimiter(nanoClock);
        this.generationCloser = new GenerationCloser(calls, scheduler);
    }

    /**
     * Tries now, in the background, unless an attempt is under way: at the start, and when a call that hung has returned, so
     * that the device may be back.
     */
    public synchronized void reconnectNow() {
        if (attempts.currentAttempt().isEmpty()) {
            attempts.skipDelay();
            plan();
        }
    }

    public ConnectionState state() {
        return holder.state();
    }

    /**
     * Returns the generation that stands, or waits for the next.
     *
     * @param deadlineNanos by the clock of this object
     * @throws HsmException at once when a person must mend something first, else at the deadline
     */
    public Generation await(long deadlineNanos) {
        return holder.await(deadlineNanos);
    }

    /** How long no generation has stood in which a key has signed; zero while one does. */
    synchronized Duration outage() {
        return state().hasSigned() ? Duration.ZERO : attempts.outage();
    }

    /** A caller has met a fault of the device. The first report of a generation throws it away and begins the next. */
    public synchronized void lost(Generation generation, HsmFault why) {
        if (!isCurrent(generation)) {
            return; // another caller was quicker
        }
        if (generation.hasSigned()) {
            attempts.outageBegan();
        }
        holder.disconnected(why);
        generationCloser.closeLater(generation);
        plan();
    }

    /**
     * A signature has turned out wrong that was handed out so long ago. Throws away the generation that stands, if it was
     * there by then.
     */
    public void reportInvalidSignature(Duration age) {
        state().generation()
                .filter(generation -> generation.isOlderThan(age))
                .ifPresent(generation -> lost(generation, generation.wrongSignature()));
    }

    /**
     * A key is not in this generation: some modules show only what was there when they were loaded. Builds the next while
     * this one serves.
     *
     * @param label of the key
     * @param nanos to wait at most
     * @return whether there is another one now
     */
    public boolean reloadFor(Generation generation, String label, long nanos) {
        reloadAttempt(generation, label).ifPresent(attempt -> attempt.await(nanos));
        return !isCurrent(generation);
    }

    /** Ends the attempts and logs out. */
    @Override
    public void close() {
        Optional<Generation> last = stop();
        currentAttempt().ifPresent(generationCloser::await); // it writes a copy of the module
        generationCloser.closeAll(last);
    }

    private synchronized Optional<Generation> stop() {
        closed = true;
        attempts.cancelPlan();
        ConnectionState last = state();
        holder.publish(last.disconnected(new DeviceFault.Failed(token, "it was closed")));
        return last.generation();
    }

    /** Whether callers still get this generation. */
    public boolean isCurrent(Generation generation) {
        return state().isCurrent(generation);
    }

    synchronized Optional<ConnectAttempt> currentAttempt() {
        return attempts.currentAttempt();
    }

    /** Begins an attempt, unless one is under way or pointless. */
    synchronized Optional<ConnectAttempt> startAttempt(Runnable first) {
        boolean pointless = closed || state().generation().isPresent();
        if (pointless || attempts.currentAttempt().isPresent()) {
            return Optional.empty();
        }
        first.run();
        return Optional.of(begin());
    }

    private synchronized Optional<ConnectAttempt> reloadAttempt(Generation generation, String label) {
        boolean due = isCurrent(generation) && reloadLimiter.take(label);
        return due ? Optional.of(attempts.currentAttempt().orElseGet(this::begin)) : Optional.empty();
    }

    private void plan() {
        if (attempts.arePending() || closed || state().isFinal()) {
            return;
        }
        if (!attempts.plan(() -> startAttempt(() -> {}))) {
            holder.disconnected(new DeviceFault.Failed(token, "the server is shutting down"));
        }
    }

    private ConnectAttempt begin() {
        ConnectAttempt attempt = attempts.begin();
        Optional<Generation> before = state().generation();
        try {
            NativeCall<Boolean> call = calls.begin(() -> attempt(attempt, before), attempt::end);
            scheduler.schedule(LONGEST_ATTEMPT.toNanos(), () -> attemptOverdue(attempt, call));
        } catch (HsmException tooMany) {
            attemptFailed(attempt, tooMany.fault());
        }
        return attempt;
    }

    private boolean attempt(ConnectAttempt attempt, Optional<Generation> before) {
        try {
            Generation next = connect.get();
            if (!accept(attempt, next, before)) {
                next.close();
            }
        } catch (HsmException failed) {
            attemptFailed(attempt, failed.fault());
        } catch (RuntimeException unexpected) { // must not end the attempts: nobody waits for this task's outcome
            holder.log().unexpected(unexpected);
            attemptFailed(attempt, new DeviceFault.Unavailable(token, "an unexpected error, see the log"));
        }
        return true;
    }

    private synchronized boolean accept(ConnectAttempt attempt, Generation next, Optional<Generation> before) {
        attempts.end(attempt);
        Optional<Generation> now = state().generation();
        if (closed || (now.isPresent() && !now.equals(before))) {
            return false;
        }
        holder.connected(next);
        now.ifPresent(generationCloser::closeLater);
        return true;
    }

    private synchronized void attemptFailed(ConnectAttempt attempt, HsmFault why) {
        attempts.end(attempt);
        attempt.failed(why);
        if (!closed && state().generation().isEmpty()) {
            holder.disconnected(why);
            plan();
        }
    }

    private synchronized void attemptOverdue(ConnectAttempt attempt, NativeCall<Boolean> call) {
        if (attempts.isCurrent(attempt) && call.giveUp(this::reconnectNow)) {
            abandon.run();
            attempts.abandon();
            attemptFailed(attempt, new DeviceFault.Unavailable(token, "no answer within " + LONGEST_ATTEMPT));
        }
    }
}
