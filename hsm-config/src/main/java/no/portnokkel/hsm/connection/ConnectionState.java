package no.portnokkel.hsm.connection;

import java.util.Optional;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * The state of the connection: a generation, or why there is none.
 *
 * @param number number of generations so far
 * @param fault empty while there is a generation, and before the first attempt has ended
 */
record ConnectionState(Optional<Generation> generation, int number, Optional<HsmFault> fault) {
    static final ConnectionState START = new ConnectionState(Optional.empty(), 0, Optional.empty());

    /** Returns whether the first attempt to connect has not ended yet. */
    boolean isStarting() {
        return generation.isEmpty() && fault.isEmpty();
    }

    boolean isCurrent(Generation other) {
        return generation.filter(other::equals).isPresent();
    }

    /** Returns whether a key has signed in this generation: then the device worked, it was not only present. */
    boolean hasSigned() {
        return generation.filter(Generation::hasSigned).isPresent();
    }

    /** Returns whether no attempt is needed: there is a generation, or there can be none any more. */
    boolean isFinal() {
        return generation.isPresent()
                || fault.filter(DeviceFault.Failed.class::isInstance).isPresent();
    }

    ConnectionState connected(Generation next) {
        return new ConnectionState(Optional.of(next), number + 1, Optional.empty());
    }

    ConnectionState disconnected(HsmFault why) {
        return new ConnectionState(Optional.empty(), number, Optional.of(why));
    }
}
