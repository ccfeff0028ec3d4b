package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Optional;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.SetupFault;

/**
 * Turns what a module answered into the fault of the same remedy. A code that speaks of the PIN is that only in answer to
 * a login; anywhere else it means that the login is worth nothing any more, and the next login tells.
 *
 * @param token for messages
 * @param libraryKey the configuration key that names the module
 * @param library the module, as configured
 */
public record CkrFaults(String token, String libraryKey, String library) {

    /** What went wrong with the device. */
    public HsmException of(Throwable failure) {
        return new HsmException(fault(Ckr.in(failure), Ckr.spoken(failure)), failure);
    }

    /** What went wrong while a key was used. */
    public HsmException ofKey(String label, Throwable failure) {
        return Ckr.in(failure)
                .filter(ckr -> ckr.remedy() == CkrRemedy.KEY)
                .map(ckr -> new HsmException(new KeyFault.NotUsable(label, token, ckr.name()), failure))
                .orElseGet(() -> of(failure));
    }

    HsmException of(long code) {
        Ckr ckr = Ckr.of(code);
        return new HsmException(fault(Optional.of(ckr), ckr.name()));
    }

    private HsmFault fault(Optional<Ckr> ckr, String spoken) {
        return switch (ckr.map(Ckr::remedy).orElse(CkrRemedy.REBUILD)) {
            case WAIT -> new DeviceFault.Exhausted(token, spoken);
            case REBUILD, PIN -> new DeviceFault.Unavailable(token, spoken);
            case KEY, SETUP -> new SetupFault.ModuleRefuses(libraryKey, library, spoken);
            case DEVICE -> new DeviceFault.Broken(token, spoken);
        };
    }
}
