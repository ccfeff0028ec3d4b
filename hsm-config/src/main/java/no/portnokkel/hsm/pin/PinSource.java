package no.portnokkel.hsm.pin;

import java.nio.file.attribute.UserPrincipal;
import no.portnokkel.hsm.fault.HsmException;

/** Where the PIN comes from. Asked anew before each login, so that nothing of it has to be kept. */
public interface PinSource {
    /**
     * Returns the PIN for one login; the caller closes it.
     *
     * @param ourselves the user that this process runs as
     * @throws HsmException a {@link no.portnokkel.hsm.fault.PinFault} that says why there is none
     */
    Pin read(UserPrincipal ourselves);

    /** Where it comes from, for messages: a configuration key and its file, or the prompt. */
    String spoken();

    /** What changes whenever somebody has provided a PIN anew, the same one or another; holds nothing of it. */
    String version();

    /** Whether somebody stands behind each PIN that comes from here, and knows that it is about to be tried. */
    default boolean isTyped() {
        return false;
    }

    /** The token has answered the login with the PIN that was read last. */
    default void answered(boolean accepted) {}
}
