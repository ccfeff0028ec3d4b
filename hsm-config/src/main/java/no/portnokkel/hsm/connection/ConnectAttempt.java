package no.portnokkel.hsm.connection;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import no.portnokkel.hsm.fault.HsmFault;

/** Something that is under way, for those who wait for its end, however it ends. */
final class ConnectAttempt {
    private final CountDownLatch currentAttempt = new CountDownLatch(1);
    private volatile Optional<HsmFault> fault = Optional.empty();

    /** It has not led to a generation. */
    void failed(HsmFault why) {
        fault = Optional.of(why);
    }

    Optional<HsmFault> fault() {
        return fault;
    }

    void end() {
        currentAttempt.countDown();
    }

    /** Waits, and tells whether it has ended. An interrupt ends the wait and stays set. */
    boolean await(long nanos) {
        try {
            return currentAttempt.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
