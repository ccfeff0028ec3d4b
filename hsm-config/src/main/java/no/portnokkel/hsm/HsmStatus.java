package no.portnokkel.hsm;

import java.util.Optional;
import no.portnokkel.hsm.fault.HsmFault;

/**
 * How one device was doing at the moment of asking. Holds no secret.
 *
 * @param state in one word
 * @param profile the vendor profile in use
 * @param tokenLabel the label of the token; {@code slot 7} while it is chosen by slot and was not seen yet
 * @param generation how many times the device has been logged in to since start; 0: not yet
 * @param fault why it is not ready; empty when it is, and before the first attempt has ended
 */
public record HsmStatus(HsmState state, String profile, String tokenLabel, int generation, Optional<HsmFault> fault) {}
