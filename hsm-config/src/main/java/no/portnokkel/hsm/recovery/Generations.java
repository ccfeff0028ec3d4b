package no.portnokkel.hsm.recovery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.hsm.DeviceFault;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * The generation that stands, and the building of the next. At most one attempt is planned or under way at a time, on a
 * thread of its own. One that hangs is left behind, and is used after all when it ends well before another does.
 */
public final class Generations implements AutoCloseable {
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int ROUNDS = 10;

    private final String token;
    private final Supplier<Generation> connect;
    private final Runnable abandon;
    private final NativeCalls calls;
    private final Later later;
    private final LongSupplier nanoClock;
    private final WaitingRoom room;
    private final OutageLog log;
    private final Pace pace;
    private final Renewals renewals;
    private final Farewells farewells;
    private Optional<ScheduledFuture<?>> planned = Optional.empty();
    private Optional<Attempt> underWay = Optional.empty();
    private int hanging;
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
    public Generations(
            String token,
            Supplier<Generation> connect,
            Runnable abandon,
            NativeCalls calls,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.token = token;
        this.connect = connect;
        this.abandon = abandon;
        this.calls = calls;
        this.later = new Later(background);
        this.nanoClock = nanoClock;
        this.room = new WaitingRoom(token, nanoClock);
        this.log = new OutageLog(token);
        this.pace = new Pace(nanoClock.getAsLong(), Math::random);
        this.renewals = new Renewals(nanoClock);
        this.farewells = new Farewells(calls, later);
    }

    /** Begins to connect in the background. */
    public synchronized void start() {
        plan();
    }

    /**
     * Connects by an attempt of its own, unless a generation stands, and waits for the outcome.
     *
     * @param first done just before, when nobody else is on the way
     * @throws HsmException what stood in the way
     */
    public void connectNow(Runnable first) {
        Optional<Attempt> ours = Optional.empty();
        for (int round = 0; round < ROUNDS && ours.isEmpty(); round++) {
            underWay().ifPresent(other -> other.await(LONGEST_ATTEMPT.toNanos()));
            ours = beginOwn(first);
        }
        ours.ifPresent(attempt -> attempt.await(LONGEST_ATTEMPT.toNanos()));
        Standing outcome = standing();
        if (outcome.generation().isEmpty()) {
            throw new HsmException(ours.flatMap(Attempt::fault)
                    .or(outcome::fault)
                    .orElseGet(() -> new DeviceFault.Unavailable(token, "connecting")));
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

    /** How long no generation has stood in which a key has signed; zero while one does. */
    synchronized Duration outage() {
        boolean signs = standing().generation().filter(Generation::hasSigned).isPresent();
        return signs ? Duration.ZERO : pace.outage(nanoClock.getAsLong());
    }

    /** A caller has met a fault of the device. The first report of a generation throws it away and begins the next. */
    public synchronized void lost(Generation generation, HsmFault why) {
        if (!stands(generation)) {
            return; // another caller was quicker
        }
        if (generation.hasSigned()) {
            pace.outageBegins(nanoClock.getAsLong());
        }
        becomeWithout(why);
        farewells.soon(generation);
        plan();
    }

    /**
     * A key is not in this generation: some modules show only what was there when they were loaded. Builds the next while
     * this one serves.
     *
     * @return whether there is another one now
     */
    boolean renew(Generation generation, String label, long nanos) {
        Optional<Attempt> attempt = renewal(generation, label);
        attempt.ifPresent(one -> one.await(nanos));
        return !stands(generation);
    }

    /** Ends the attempts and logs out. */
    @Override
    public void close() {
        Optional<Generation> last = stop();
        underWay().ifPresent(attempt -> attempt.await(FAREWELL.toNanos())); // it writes a copy of the module
        last.ifPresent(farewells::now);
    }

    private synchronized Optional<Generation> stop() {
        closed = true;
        planned.ifPresent(attempt -> attempt.cancel(false));
        Standing last = standing();
        room.announce(last.without(new DeviceFault.Failed(token, "it was closed")));
        return last.generation();
    }

    boolean stands(Generation generation) {
        return standing().generation().filter(generation::equals).isPresent();
    }

    private synchronized Optional<Attempt> underWay() {
        return underWay;
    }

    private synchronized Optional<Attempt> beginOwn(Runnable first) {
        boolean pointless = closed || standing().generation().isPresent();
        if (pointless || underWay.isPresent()) {
            return Optional.empty();
        }
        first.run();
        return Optional.of(begin());
    }

    private synchronized Optional<Attempt> renewal(Generation generation, String label) {
        boolean due = stands(generation) && renewals.take(label);
        return due ? Optional.of(underWay.orElseGet(this::begin)) : Optional.empty();
    }

    private void plan() {
        boolean hopeless =
                standing().fault().filter(DeviceFault.Failed.class::isInstance).isPresent();
        boolean busy = planned.isPresent() || underWay.isPresent();
        if (busy || closed || hopeless || standing().generation().isPresent()) {
            return;
        }
        planned = later.in(pace.delay(nanoClock.getAsLong(), hanging), () -> beginOwn(() -> {}));
        if (planned.isEmpty()) {
            becomeWithout(new DeviceFault.Failed(token, "the server is shutting down"));
        }
    }

    private Attempt begin() {
        planned.ifPresent(other -> other.cancel(false));
        planned = Optional.empty();
        Attempt attempt = new Attempt();
        underWay = Optional.of(attempt);
        Optional<Generation> before = standing().generation();
        try {
            NativeCall<Boolean> call = calls.begin(() -> attempt(attempt, before), attempt::end);
            later.in(LONGEST_ATTEMPT.toNanos(), () -> overdue(attempt, call));
        } catch (HsmException tooMany) {
            miss(attempt, tooMany.fault());
        }
        return attempt;
    }

    private boolean attempt(Attempt attempt, Optional<Generation> before) {
        try {
            Generation next = connect.get();
            if (!accept(attempt, next, before)) {
                next.close();
            }
        } catch (HsmException failed) {
            miss(attempt, failed.fault());
        } catch (RuntimeException unexpected) { // must not end the attempts: nobody waits for this task's outcome
            log.unexpected(unexpected);
            miss(attempt, new DeviceFault.Unavailable(token, "an unexpected error, see the log"));
        }
        return true;
    }

    private synchronized boolean accept(Attempt attempt, Generation next, Optional<Generation> before) {
        ended(attempt);
        Optional<Generation> now = standing().generation();
        if (closed || (now.isPresent() && !now.equals(before))) {
            return false;
        }
        become(next);
        now.ifPresent(farewells::soon);
        return true;
    }

    private synchronized void miss(Attempt attempt, HsmFault why) {
        ended(attempt);
        attempt.failed(why);
        if (!closed && standing().generation().isEmpty()) {
            becomeWithout(why);
            plan();
        }
    }

    private synchronized void overdue(Attempt attempt, NativeCall<Boolean> call) {
        if (underWay.filter(attempt::equals).isPresent() && call.giveUp()) {
            abandon.run();
            hanging++;
            miss(attempt, new DeviceFault.Unavailable(token, "no answer within " + LONGEST_ATTEMPT));
        }
    }

    private void ended(Attempt attempt) {
        if (underWay.filter(attempt::equals).isPresent()) {
            underWay = Optional.empty();
            pace.attempted(nanoClock.getAsLong());
        } else {
            hanging--; // it was left behind
        }
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
