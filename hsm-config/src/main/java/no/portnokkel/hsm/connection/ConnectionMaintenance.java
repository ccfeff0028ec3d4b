package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * The periodic tasks of a connection. A device that closes idle sessions gets a probe when nobody has signed for a while: at
 * most six a minute, since the setting allows no less than 10 s. Every five minutes the certificates of the keys in use are
 * checked, so that a renewed one is used without an outage; modules that read their store once show it in the next generation.
 */
final class ConnectionMaintenance implements AutoCloseable {
    private static final long CERTIFICATE_CHECK_SECONDS = Duration.ofMinutes(5).toSeconds();

    private final Optional<Duration> keepAlive;
    private final GenerationHolder holder;
    private final SigningQueue signingQueue;
    private final ScheduledExecutorService background;
    private final LongSupplier nanoClock;
    private Optional<ScheduledFuture<?>> keepAliveCheck = Optional.empty();
    private Optional<ScheduledFuture<?>> certificateCheck = Optional.empty();
    private boolean closed;

    /**
     * Creates the tasks without starting them.
     *
     * @param keepAlive longest time without a signature; empty: no probes
     * @param nanoClock monotonic, in nanoseconds
     */
    ConnectionMaintenance(
            Optional<Duration> keepAlive,
            GenerationHolder holder,
            SigningQueue signingQueue,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.keepAlive = keepAlive;
        this.holder = holder;
        this.signingQueue = signingQueue;
        this.background = background;
        this.nanoClock = nanoClock;
    }

    synchronized void start() {
        keepAlive.map(Duration::toNanos).ifPresent(nanos -> scheduleKeepAlive(nanos, nanos));
        certificateCheck = Optional.of(background.scheduleWithFixedDelay(
                this::checkCertificates, CERTIFICATE_CHECK_SECONDS, CERTIFICATE_CHECK_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public synchronized void close() {
        closed = true;
        keepAliveCheck.ifPresent(task -> task.cancel(false));
        certificateCheck.ifPresent(task -> task.cancel(false));
    }

    private synchronized void scheduleKeepAlive(long delay, long keepAliveNanos) {
        if (!closed) {
            keepAliveCheck = new TaskScheduler(background).schedule(delay, () -> checkIdleTime(keepAliveNanos));
        }
    }

    private void checkIdleTime(long keepAliveNanos) {
        long remaining = keepAliveNanos - (nanoClock.getAsLong() - signingQueue.lastUsedNanos());
        if (remaining <= 0) {
            holder.state().generation().ifPresent(signingQueue::probe);
        }
        scheduleKeepAlive(remaining > 0 ? remaining : keepAliveNanos, keepAliveNanos);
    }

    /** Looks for other certificates of the keys in use, in the background. */
    void checkCertificates() {
        holder.state()
                .generation()
                .ifPresent(generation -> signingQueue.listInBackground(generation, Generation::refreshCertificates));
    }
}
