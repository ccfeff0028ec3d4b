package no.portnokkel.hsm;

import java.util.Optional;
import no.portnokkel.hsm.fault.HsmFault;

/**
 * A snapshot of the state of one HSM. Holds no secret.
 *
 * @param profile the vendor profile in use, or {@code software}
 * @param tokenLabel label of the HSM token, or the name of the keystore file; {@code slot 7} when it is selected by slot and has not been seen yet
 * @param generation number of logins since start; 0: none yet
 * @param fault why it is not ready; empty when it is, and before the first attempt has ended
 */
public record HsmStatus(HsmState state, String profile, String tokenLabel, int generation, Optional<HsmFault> fault) {

    /** Returns whether the first attempt to connect has not ended yet: that is no outage. */
    public boolean isStarting() {
        return generation == 0 && fault.isEmpty();
    }
}
