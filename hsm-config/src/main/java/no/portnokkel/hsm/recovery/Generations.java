package no.portnokkel.hsm.recovery;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.DeviceFault;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * The generation that stands, and the building of the next. At most one attempt is under way or planned at a time. One
 * outage is one event in the log, and one when it has passed.
 */
public final class Generations implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Generations.class.getName());

    private final String token;
    private final Supplier<Generation> connect;
    private final ScheduledExecutorService background;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Pace pace;
    private volatile Standing standing = Standing.START;
    private Optional<ScheduledFuture<?>> planned = Optional.empty();
    private boolean closed;

    /**
     * Prepares; nothing is tried yet.
     *
     * @param token for messages
     * @param connect one attempt; throws {@link HsmException}
     * @param background runs the attempts; the caller's to shut down
     * @param nanoClock monotonic, in nanoseconds
     */
    public Generations(
            String token, Supplier<Generation> connect, ScheduledExecutorService background, LongSupplier nanoClock) {
        this.token = token;
        this.connect = connect;
        this.background = background;
        this.nanoClock = nanoClock;
        this.pace = new Pace(nanoClock.getAsLong());
    }

    /** Begins to connect in the background. */
    public void start() {
        lock.lock();
        try {
            plan();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Connects in the caller's thread.
     *
     * @throws HsmException what stood in the way; nothing is planned then
     */
    public void connectNow() {
        Generation next = connect.get();
        lock.lock();
        try {
            become(next);
        } finally {
            lock.unlock();
        }
    }

    public Standing standing() {
        return standing;
    }

    /**
     * Returns the generation that stands, or waits for the next.
     *
     * @param deadlineNanos by the clock of this object
     * @throws HsmException at once when a person must mend something first, else at the deadline
     */
    public Generation await(long deadlineNanos) {
        Optional<Generation> now = standing.generation();
        return now.isPresent() ? now.get() : awaitNext(deadlineNanos);
    }

    /** A caller has met a fault of the device. The first report of a generation throws it away and begins the next. */
    public void lost(Generation generation, HsmFault why) {
        lock.lock();
        try {
            if (standing.generation().filter(generation::equals).isEmpty()) {
                return; // another caller was quicker
            }
            if (generation.hasSigned()) {
                pace.outageBegins(nanoClock.getAsLong());
            }
            becomeWithout(why);
            plan();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the attempts and logs out. */
    @Override
    public void close() {
        Optional<Generation> last;
        lock.lock();
        try {
            closed = true;
            planned.ifPresent(attempt -> attempt.cancel(false));
            last = standing.generation();
            standing = standing.without(new DeviceFault.Failed(token, "it was closed"));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        last.ifPresent(Generation::close);
    }

    private Generation awaitNext(long deadlineNanos) {
        lock.lock();
        try {
            while (standing.generation().isEmpty()) {
                Optional<HsmFault> fault = standing.fault();
                long left = deadlineNanos - nanoClock.getAsLong();
                if (left <= 0 || fault.filter(one -> !one.healsItself()).isPresent()) {
                    throw new HsmException(fault.orElseGet(() -> new DeviceFault.Unavailable(token, "connecting")));
                }
                changed.awaitNanos(left);
            }
            return standing.generation().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HsmException(new DeviceFault.Unavailable(token, "the wait was interrupted"), interrupted);
        } finally {
            lock.unlock();
        }
    }

    private void plan() {
        boolean hopeless =
                standing.fault().filter(DeviceFault.Failed.class::isInstance).isPresent();
        if (planned.isPresent() || closed || hopeless || standing.generation().isPresent()) {
            return;
        }
        try {
            long delay = pace.delay(nanoClock.getAsLong());
            planned = Optional.of(background.schedule(this::attempt, delay, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException shutDown) {
            becomeWithout(new DeviceFault.Failed(token, "the server is shutting down"));
        }
    }

    private void attempt() {
        Optional<Generation> next = Optional.empty();
        HsmFault fault = new DeviceFault.Unavailable(token, "an unexpected error, see the log");
        try {
            next = Optional.of(connect.get());
        } catch (HsmException failed) {
            fault = failed.fault();
        } catch (RuntimeException unexpected) { // must not end the attempts: nobody waits for this task's outcome
            LOG.log(ERROR, "An attempt to connect the HSM token " + token + " ended unexpectedly.", unexpected);
        }
        if (!settle(next, fault)) {
            next.ifPresent(Generation::close);
        }
    }

    private boolean settle(Optional<Generation> next, HsmFault fault) {
        lock.lock();
        try {
            planned = Optional.empty();
            pace.attempted(nanoClock.getAsLong());
            if (closed) {
                return false;
            }
            if (next.isPresent()) {
                become(next.get());
            } else {
                becomeWithout(fault);
                plan();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void become(Generation next) {
        boolean healed = standing.fault().isPresent();
        standing = standing.with(next);
        changed.signalAll();
        LOG.log(
                INFO,
                "HSM token {0} is {1}ready, generation {2}.",
                token,
                healed ? "healed and " : "",
                standing.number());
    }

    private void becomeWithout(HsmFault why) {
        boolean news =
                standing.fault().filter(known -> known.code() == why.code()).isEmpty();
        standing = standing.without(why);
        changed.signalAll();
        if (news) {
            LOG.log(WARNING, why.problem().sentence());
        }
    }
}
