package no.portnokkel.hsm.pkcs11.cryptoki;

import java.util.Optional;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.SetupFault;

/**
 * Maps return codes of a module to faults with the same remedy. A code about the PIN is a PIN fault only in answer to
 * a login; anywhere else it means that the login is no longer valid, and the next login shows why.
 *
 * @param token for messages
 * @param libraryKey the configuration key that names the module
 * @param library the module, as configured
 */
public record CkrFaults(String token, String libraryKey, String library) {

    /** Returns the fault of the device. */
    public HsmException of(Throwable failure) {
        return new HsmException(fault(Ckr.in(failure), Ckr.describe(failure)), failure);
    }

    /** Returns the fault of an operation with a key. */
    public HsmException ofKey(String label, Throwable failure) {
        return Ckr.in(failure)
                .filter(ckr -> ckr.remedy() == Ckr.Remedy.KEY)
                .map(ckr -> new HsmException(new KeyFault.NotUsable(label, token, ckr.name()), failure))
                .orElseGet(() -> of(failure));
    }

    HsmException of(long code) {
        Ckr ckr = Ckr.of(code);
        return new HsmException(fault(Optional.of(ckr), ckr.name()));
    }

    private HsmFault fault(Optional<Ckr> ckr, String description) {
        return switch (ckr.map(Ckr::remedy).orElse(Ckr.Remedy.REBUILD)) {
            case WAIT -> new DeviceFault.Exhausted(token, description);
            case REBUILD, PIN -> new DeviceFault.Unavailable(token, description);
            case KEY, SETUP -> new SetupFault.ModuleRefuses(libraryKey, library, description);
            case DEVICE -> new DeviceFault.Broken(token, description);
        };
    }
}
