package no.portnokkel.hsm.pin;

import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.settings.HsmSettings;

/**
 * A PIN that a person provides while the application runs, when no PIN file is configured. A PIN that was not
 * accepted is wiped.
 */
public final class InteractivePinSource implements PinSource {
    private final String key;
    private final String token;
    private final HsmSettings.PinRetention retention;
    private Optional<Pin> pin = Optional.empty();
    private int pinsProvided;

    /**
     * Creates a source without a PIN.
     *
     * @param key the configuration key that would name a PIN file
     * @param token for messages
     * @param retention what happens to a PIN after it was accepted
     */
    public InteractivePinSource(String key, String token, HsmSettings.PinRetention retention) {
        this.key = key;
        this.token = token;
        this.retention = retention;
    }

    /** Stores a copy of a PIN. */
    public synchronized void provide(Pin typed) {
        wipe();
        pin = Optional.of(typed.copy());
        pinsProvided++;
    }

    /** Wipes the PIN. */
    public synchronized void wipe() {
        pin.ifPresent(Pin::close);
        pin = Optional.empty();
    }

    @Override
    public synchronized Pin read(UserPrincipal processUser) {
        return pin.orElseThrow(() -> new HsmException(new PinFault.NotUnlocked(key, token)))
                .copy();
    }

    @Override
    public String description() {
        return "POST hsm/unlock";
    }

    @Override
    public synchronized String version() {
        return "typed " + pinsProvided;
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public synchronized void loginAnswered(boolean accepted) {
        if (!accepted || retention == HsmSettings.PinRetention.NONE) {
            wipe();
        }
    }
}
