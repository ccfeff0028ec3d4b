package no.portnokkel.hsm.connection;

import java.util.Optional;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;

/**
 * An attempt for somebody who waits for its outcome: a command line, or a person who has typed the PIN.
 *
 * @param token for messages
 */
public record ConnectFuture(String token, ConnectionManager connectionManager) {
    private static final int ROUNDS = 10;

    /**
     * Connects by an attempt of its own, unless a generation stands, and waits for the outcome.
     *
     * @param first done just before, when nobody else is on the way
     * @throws HsmException what stood in the way
     */
    public void connect(Runnable first) {
        Optional<ConnectAttempt> ours = Optional.empty();
        for (int round = 0; round < ROUNDS && ours.isEmpty(); round++) {
            connectionManager.currentAttempt().ifPresent(ConnectFuture::await);
            ours = connectionManager.startAttempt(first);
        }
        ours.ifPresent(ConnectFuture::await);
        ConnectionState outcome = connectionManager.state();
        if (outcome.generation().isEmpty()) {
            throw new HsmException(ours.flatMap(ConnectAttempt::fault)
                    .or(outcome::fault)
                    .orElseGet(() -> new DeviceFault.Unavailable(token, "connecting")));
        }
    }

    private static void await(ConnectAttempt attempt) {
        attempt.await(ConnectionManager.LONGEST_ATTEMPT.toNanos());
    }
}
