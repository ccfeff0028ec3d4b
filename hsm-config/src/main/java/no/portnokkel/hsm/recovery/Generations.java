package no.portnokkel.hsm.recovery;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.DeviceFault;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;

/** The generation that stands, and the building of the next. At most one attempt is under way or planned at a time. */
public final class Generations implements AutoCloseable {
    private final String token;
    private final Supplier<Generation> connect;
    private final ScheduledExecutorService background;
    private final LongSupplier nanoClock;
    private final WaitingRoom room;
    private final OutageLog log;
    private final Pace pace;
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
        this.room = new WaitingRoom(token, nanoClock);
        this.log = new OutageLog(token);
        this.pace = new Pace(nanoClock.getAsLong());
    }

    /** Begins to connect in the background. */
    public synchronized void start() {
        plan();
    }

    /**
     * Connects in the caller's thread.
     *
     * @throws HsmException what stood in the way; nothing is planned then
     */
    public void connectNow() {
        Generation next = connect.get();
        synchronized (this) {
            become(next);
        }
    }

    public Standing standing() {
        return room.standing();
    }

    /**
     * Returns the generation that stands, or waits for the next.
     *
     * @param deadlineNanos by the clock of this object
     * @throws HsmException at once when a person must mend something first, else at the deadline
     */
    public Generation await(long deadlineNanos) {
        return room.await(deadlineNanos);
    }

    /** A caller has met a fault of the device. The first report of a generation throws it away and begins the next. */
    public synchronized void lost(Generation generation, HsmFault why) {
        if (standing().generation().filter(generation::equals).isEmpty()) {
            return; // another caller was quicker
        }
        if (generation.hasSigned()) {
            pace.outageBegins(nanoClock.getAsLong());
        }
        becomeWithout(why);
        plan();
    }

    /** Ends the attempts and logs out. */
    @Override
    public void close() {
        stop().ifPresent(Generation::close);
    }

    private synchronized Optional<Generation> stop() {
        closed = true;
        planned.ifPresent(attempt -> attempt.cancel(false));
        Standing last = standing();
        room.announce(last.without(new DeviceFault.Failed(token, "it was closed")));
        return last.generation();
    }

    private void plan() {
        boolean hopeless =
                standing().fault().filter(DeviceFault.Failed.class::isInstance).isPresent();
        if (planned.isPresent() || closed || hopeless || standing().generation().isPresent()) {
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
        try {
            Generation next = connect.get();
            if (!accept(next)) {
                next.close();
            }
        } catch (HsmException failed) {
            miss(failed.fault());
        } catch (RuntimeException unexpected) { // must not end the attempts: nobody waits for this task's outcome
            log.unexpected(unexpected);
            miss(new DeviceFault.Unavailable(token, "an unexpected error, see the log"));
        }
    }

    private synchronized boolean accept(Generation next) {
        attempted();
        if (closed) {
            return false;
        }
        become(next);
        return true;
    }

    private synchronized void miss(HsmFault why) {
        attempted();
        if (!closed) {
            becomeWithout(why);
            plan();
        }
    }

    private void attempted() {
        planned = Optional.empty();
        pace.attempted(nanoClock.getAsLong());
    }

    private void become(Generation next) {
        Standing before = standing();
        room.announce(before.with(next));
        log.ready(before, standing());
    }

    private void becomeWithout(HsmFault why) {
        log.lost(standing(), why);
        room.announce(standing().without(why));
    }
}
