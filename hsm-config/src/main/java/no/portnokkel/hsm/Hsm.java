package no.portnokkel.hsm;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.pin.NobodyUnlocks;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.Progress;
import no.portnokkel.hsm.recovery.Generations;
import no.portnokkel.hsm.recovery.Standing;

/**
 * One device. Stays the same object while the device comes and goes; safe for any number of threads.
 *
 * <p>Two of them for one token, in one process or in two, do not disturb each other when they share a {@code data-dir}.
 */
public final class Hsm implements AutoCloseable {
    private final HsmSettings settings;
    private final Connector connector;
    private final Generations generations;
    private final Semaphore queue;
    private final LongSupplier nanoClock;
    private final Runnable afterClose;

    private Hsm(
            HsmSettings settings, ScheduledExecutorService background, LongSupplier nanoClock, Runnable afterClose) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.afterClose = afterClose;
        this.queue = new Semaphore(settings.maxConcurrent(), true);
        this.connector = new Connector(settings, pins(settings), new SecureRandom(), nanoClock);
        this.generations = new Generations(
                settings.token().spoken(), () -> connector.connect(Progress.UNWATCHED), background, nanoClock);
    }

    /**
     * Returns at once and connects in the background. Never throws for a device that is down: {@link #status()} tells.
     *
     * @param background runs one short task at a time; the caller's to shut down, after {@link #close()}
     * @param nanoClock monotonic, in nanoseconds, such as {@link System#nanoTime()}
     */
    public static Hsm start(HsmSettings settings, ScheduledExecutorService background, LongSupplier nanoClock) {
        Hsm hsm = new Hsm(settings, background, nanoClock, () -> {});
        hsm.generations.start();
        return hsm;
    }

    /**
     * Connects now, for a command line or a test. After that an outage is met as after {@link #start}.
     *
     * @throws HsmException what stood in the way
     */
    public static Hsm open(HsmSettings settings) {
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "portnokkel-hsm");
            thread.setDaemon(true);
            return thread;
        });
        Hsm hsm = new Hsm(settings, background, System::nanoTime, background::shutdownNow);
        try {
            hsm.generations.connectNow();
            return hsm;
        } catch (HsmException failed) {
            hsm.close();
            throw failed;
        }
    }

    /**
     * Returns a handle, without a look at the device.
     *
     * @param label the {@code CKA_LABEL} of the certificate beside the key
     */
    public SigningKey key(String label) {
        return new KeyInHsm(label);
    }

    /** How the device is doing, by what is known: nothing is asked of it. */
    public HsmStatus status() {
        Standing standing = generations.standing();
        return new HsmStatus(
                state(standing),
                settings.profile(),
                standing.generation().map(Generation::tokenLabel).orElseGet(settings.token()::spoken),
                standing.number(),
                standing.fault());
    }

    /** Logs out and ends the attempts to connect. Keys of this device answer with a fault from now on. */
    @Override
    public void close() {
        generations.close();
        connector.close();
        afterClose.run();
    }

    private static PinSource pins(HsmSettings settings) {
        String key = settings.keyName("pin-file");
        Optional<PinSource> file = settings.pinFile().map(path -> new PinFile(key, path));
        return file.orElseGet(() -> new NobodyUnlocks(key, settings.token().spoken()));
    }

    private static HsmState state(Standing standing) {
        if (standing.generation().isPresent()) {
            return HsmState.READY;
        }
        return standing.fault().map(Hsm::state).orElse(HsmState.RECOVERING);
    }

    private static HsmState state(HsmFault fault) {
        if (fault instanceof DeviceFault.Failed) {
            return HsmState.FAILED;
        }
        if (fault instanceof PinFault.NotUnlocked) {
            return HsmState.LOCKED;
        }
        return fault.healsItself() ? HsmState.RECOVERING : HsmState.NEEDS_PERSON;
    }

    /** Does the work in the generation that stands; when the device is lost on the way, in the next, until time is up. */
    private <T> T inHsm(Function<Generation, T> work) {
        long deadline = nanoClock.getAsLong() + settings.signTimeout().toNanos();
        while (true) {
            Generation generation = generations.await(deadline);
            enterQueue(deadline);
            try {
                return work.apply(generation);
            } catch (HsmException failed) {
                if (!(failed.fault() instanceof DeviceFault.Unavailable)) {
                    throw failed;
                }
                generations.lost(generation, failed.fault());
            } finally {
                queue.release();
            }
        }
    }

    private void enterQueue(long deadline) {
        DeviceFault busy = new DeviceFault.Busy(settings.token().spoken(), settings.maxConcurrent());
        try {
            if (!queue.tryAcquire(deadline - nanoClock.getAsLong(), TimeUnit.NANOSECONDS)) {
                throw new HsmException(busy);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HsmException(busy, interrupted);
        }
    }

    private final class KeyInHsm implements SigningKey {
        private final String label;

        KeyInHsm(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public List<X509Certificate> chain() {
            return inHsm(generation -> generation.key(label).chain());
        }

        @Override
        public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
            return inHsm(generation -> generation.sign(label, data, algorithm));
        }
    }
}
