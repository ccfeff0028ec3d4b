package no.portnokkel.hsm.pin;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.fault.SetupFault;
import org.jspecify.annotations.Nullable;

/**
 * Allows one login at a time among all that share a {@code data-dir}: other deployments on this server and other
 * processes. Without it, one of two that start with the correct PIN would take the record of the other for a refusal.
 * The operating system releases the lock when a process dies. Of one login at a time; thread safe.
 */
final class LoginLock {
    private static final System.Logger LOG = System.getLogger(LoginLock.class.getName());
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(10);

    private volatile Optional<FileChannel> held = Optional.empty();

    /**
     * Waits for the lock and logs in.
     *
     * @param token for messages
     * @param login runs under the lock; its exceptions propagate
     * @throws HsmException {@link DeviceFault.Unavailable} when another login takes more than 30 s or the thread was
     *     interrupted
     */
    <T> T withLock(PrivateFolder folder, String token, LongSupplier nanoClock, Supplier<T> login) {
        try (FileChannel channel = FileChannel.open(folder.file("login.lock"), StandardOpenOption.WRITE)) {
            if (!lock(channel, nanoClock)) {
                throw new HsmException(new DeviceFault.Unavailable(token, Reason.OTHER_LOGIN_RUNNING.id()));
            }
            held = Optional.of(channel);
            return login.get(); // closing the channel releases the lock
        } catch (IOException failed) {
            throw SetupFault.DataDirUnusable.at(folder.path(), failed);
        }
    }

    /** Releases the lock of a login that hangs, so that others can log in. Its PIN is in doubt. */
    void abandon() {
        try {
            if (held.isPresent()) {
                held.get().close();
            }
        } catch (IOException failed) {
            LOG.log(WARNING, "The lock of a login that hangs was not released.", failed);
        }
    }

    private static boolean lock(FileChannel channel, LongSupplier nanoClock) throws IOException {
        long start = nanoClock.getAsLong();
        while (tryLock(channel) == null) {
            if (nanoClock.getAsLong() - start > MAX_WAIT.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
        }
        return true;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }
}
