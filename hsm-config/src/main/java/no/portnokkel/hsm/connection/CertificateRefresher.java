package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * Looks every five minutes whether another certificate lies beside a key that is in use: a renewed one is carried without
 * an outage or a restart. Modules that read their store once show it in the next generation.
 */
public final class CertificateRefresher implements AutoCloseable {
    private static final long BETWEEN = Duration.ofMinutes(5).toSeconds();

    private final ConnectionManager connectionManager;
    private final SigningQueue signingQueue;
    private final ScheduledExecutorService background;
    private Optional<ScheduledFuture<?>> looking = Optional.empty();

    public CertificateRefresher(
            ConnectionManager connectionManager, SigningQueue signingQueue, ScheduledExecutorService background) {
        this.connectionManager = connectionManager;
        this.signingQueue = signingQueue;
        this.background = background;
    }

    public void start() {
        looking = Optional.of(background.scheduleWithFixedDelay(this::check, BETWEEN, BETWEEN, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        looking.ifPresent(task -> task.cancel(false));
    }

    private void check() {
        connectionManager
                .state()
                .generation()
                .ifPresent(one -> signingQueue.executeInBackground(one, Generation::refreshCertificates));
    }
}
