package no.portnokkel.hsm.connection;

import java.util.Optional;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * Where we are: a generation, or why there is none.
 *
 * @param number how many generations there have been
 * @param fault empty beside a generation, and before the first attempt has ended
 */
public record ConnectionState(Optional<Generation> generation, int number, Optional<HsmFault> fault) {
    static final ConnectionState START = new ConnectionState(Optional.empty(), 0, Optional.empty());

    boolean isCurrent(Generation one) {
        return generation.filter(one::equals).isPresent();
    }

    /** Whether a key has signed in it: the device was not only there, it worked. */
    boolean hasSigned() {
        return generation.filter(Generation::hasSigned).isPresent();
    }

    /** Whether there is nothing to try: a generation stands, or there can be none any more. */
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
