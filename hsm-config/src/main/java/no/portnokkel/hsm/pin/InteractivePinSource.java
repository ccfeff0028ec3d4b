package no.portnokkel.hsm.pin;

import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import no.portnokkel.hsm.PinRetention;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;

/** Where no PIN file is named: a person hands the PIN in while we run. One that was not accepted is wiped. */
public final class InteractivePinSource implements PinSource {
    private final String key;
    private final String token;
    private final PinRetention retention;
    private Optional<Pin> pin = Optional.empty();
    private int handedIn;

    /**
     * Nobody has come yet.
     *
     * @param key the configuration key that would name a file
     * @param token for messages
     * @param retention what becomes of a PIN that was accepted
     */
    public InteractivePinSource(String key, String token, PinRetention retention) {
        this.key = key;
        this.token = token;
        this.retention = retention;
    }

    /** Takes a copy of a PIN. */
    public synchronized void handIn(Pin typed) {
        wipe();
        pin = Optional.of(typed.copy());
        handedIn++;
    }

    /** Wipes the PIN. */
    public synchronized void wipe() {
        pin.ifPresent(Pin::close);
        pin = Optional.empty();
    }

    @Override
    public synchronized Pin read(UserPrincipal ourselves) {
        return pin.orElseThrow(() -> new HsmException(new PinFault.NotUnlocked(key, token)))
                .copy();
    }

    @Override
    public String spoken() {
        return "POST hsm/unlock";
    }

    @Override
    public synchronized String version() {
        return "typed " + handedIn;
    }

    @Override
    public boolean isTyped() {
        return true;
    }

    @Override
    public synchronized void answered(boolean accepted) {
        if (!accepted || retention == PinRetention.NONE) {
            wipe();
        }
    }
}
