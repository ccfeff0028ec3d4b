package no.portnokkel.hsm.pkcs11.cryptoki;

import java.security.InvalidKeyException;
import java.security.KeyStoreException;
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

    /**
     * Returns the fault of an operation with a key: the key's if the code says so, or if SunPKCS11 rejected the key
     * without a code of the module, for example for its size.
     */
    public HsmException ofKey(String label, Throwable failure) {
        Optional<Ckr> ckr = Ckr.in(failure);
        Optional<String> why = ckr.isPresent()
                ? ckr.filter(one -> one.remedy() == Ckr.Remedy.KEY).map(Ckr::name)
                : rejection(failure);
        return why.map(said -> new HsmException(new KeyFault.NotUsable(label, token, said), failure))
                .orElseGet(() -> of(failure));
    }

    HsmException ofKey(String label, long code) {
        Ckr ckr = Ckr.of(code);
        return ckr.remedy() == Ckr.Remedy.KEY
                ? new HsmException(new KeyFault.NotUsable(label, token, ckr.name()))
                : of(code);
    }

    private static Optional<String> rejection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidKeyException || cause instanceof KeyStoreException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** Returns the fault of a configuration that SunPKCS11 does not read; its cause says where. */
    public HsmException ofConfiguration(Throwable rejected) {
        Throwable why = Optional.ofNullable(rejected.getCause()).orElse(rejected);
        return new HsmException(
                new SetupFault.ModuleRefuses(libraryKey, library, String.valueOf(why.getMessage())), rejected);
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
