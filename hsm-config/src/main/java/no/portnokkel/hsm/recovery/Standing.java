package no.portnokkel.hsm.recovery;

import java.util.Optional;
import no.portnokkel.hsm.HsmFault;
import no.portnokkel.hsm.pkcs11.Generation;

/**
 * Where we are: a generation, or why there is none.
 *
 * @param number how many generations there have been
 * @param fault empty beside a generation, and before the first attempt has ended
 */
public record Standing(Optional<Generation> generation, int number, Optional<HsmFault> fault) {
    static final Standing START = new Standing(Optional.empty(), 0, Optional.empty());

    Standing with(Generation next) {
        return new Standing(Optional.of(next), number + 1, Optional.empty());
    }

    Standing without(HsmFault why) {
        return new Standing(Optional.empty(), number, Optional.of(why));
    }
}
