package no.portnokkel.hsm.pin;

import java.nio.file.attribute.UserPrincipal;
import no.portnokkel.hsm.fault.HsmException;

/** The source of the PIN. Read before each login, so that the PIN need not be kept. */
public interface PinSource {
    /**
     * Returns the PIN for one login; the caller closes it.
     *
     * @param processUser the user that runs this process
     * @throws HsmException a {@link no.portnokkel.hsm.fault.PinFault} that says why there is no PIN
     */
    Pin read(UserPrincipal processUser);

    /** Returns where the PIN comes from, for messages: a configuration key and its file, or the prompt. */
    String description();

    /**
     * Returns a version that changes whenever somebody provides a PIN, the same or another one. Not derived from the
     * PIN.
     */
    String version();

    /** Returns whether a person provides each PIN and knows that it is about to be tried. */
    default boolean isInteractive() {
        return false;
    }

    /** Tells the token's answer to a login with the PIN that was read last. */
    default void loginAnswered(boolean accepted) {}
}
