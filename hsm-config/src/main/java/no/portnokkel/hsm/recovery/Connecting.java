package no.portnokkel.hsm.recovery;

import java.util.Optional;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;

/**
 * An attempt for somebody who waits for its outcome: a command line, or a person who has typed the PIN.
 *
 * @param token for messages
 */
public record Connecting(String token, Generations generations) {
    private static final int ROUNDS = 10;

    /**
     * Connects by an attempt of its own, unless a generation stands, and waits for the outcome.
     *
     * @param first done just before, when nobody else is on the way
     * @throws HsmException what stood in the way
     */
    public void now(Runnable first) {
        Optional<Attempt> ours = Optional.empty();
        for (int round = 0; round < ROUNDS && ours.isEmpty(); round++) {
            generations.underWay().ifPresent(Connecting::await);
            ours = generations.beginOwn(first);
        }
        ours.ifPresent(Connecting::await);
        Standing outcome = generations.standing();
        if (outcome.generation().isEmpty()) {
            throw new HsmException(ours.flatMap(Attempt::fault)
                    .or(outcome::fault)
                    .orElseGet(() -> new DeviceFault.Unavailable(token, "connecting")));
        }
    }

    private static void await(Attempt attempt) {
        attempt.await(Generations.LONGEST_ATTEMPT.toNanos());
    }
}
