package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.ProviderException;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.security.auth.login.FailedLoginException;
import no.portnokkel.hsm.DeviceFault;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.HsmFault;
import no.portnokkel.hsm.PinFault;
import no.portnokkel.hsm.files.PrivateFolder;
import no.portnokkel.hsm.pin.LoginLock;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinNote;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pin.RefusedPins;
import no.portnokkel.hsm.pkcs11.cryptoki.Ckr;
import no.portnokkel.hsm.pkcs11.cryptoki.Token;
import no.portnokkel.problem.Text;

/**
 * The one place where a PIN is presented. In this order, under a lock: flags of the token, PIN, memory of refused
 * PINs, a new note in that memory, login; then the note is removed, unless the PIN was what the token refused.
 */
final class Login {
    private final PinSource pins;
    private final RefusedPins refused;
    private final PrivateFolder folder;
    private final LongSupplier nanoClock;

    Login(PinSource pins, RefusedPins refused, PrivateFolder folder, LongSupplier nanoClock) {
        this.pins = pins;
        this.refused = refused;
        this.folder = folder;
        this.nanoClock = nanoClock;
    }

    /**
     * @param modules told when its latest is about to be used
     * @throws HsmException why there was no login; {@link PinFault.Refused} at most once for a PIN
     */
    Keys open(Modules.Loaded module, Token found, Profile profile, Modules modules, Progress progress) {
        return LoginLock.during(
                folder, found.label(), nanoClock, () -> openAlone(module, found, profile, modules, progress));
    }

    private Keys openAlone(Modules.Loaded module, Token found, Profile profile, Modules modules, Progress progress) {
        Token token = module.cryptoki().token(found.slot());
        requireTriesLeft(token);
        progress.passed(
                Check.TOKEN_FLAGS, new Text("ikke sperret, ikke siste forsøk", "not locked, not on its final try"));
        try (Pin pin = pins.read(module.copy().owner())) {
            requireNotRefused(token, pin);
            progress.passed(Check.PIN, new Text(pins.spoken(), pins.spoken()));
            modules.use();
            SunPkcs11 provider = SunPkcs11.open(module.copy().path(), token, profile);
            modules.unlink();
            return new Keys(provider, present(pin, token, provider));
        }
    }

    private static void requireTriesLeft(Token token) {
        if (token.isLocked()) {
            throw new HsmException(new PinFault.Locked(token.label(), ""));
        }
        if (token.isOnFinalTry()) {
            throw new HsmException(new PinFault.FinalTry(token.label()));
        }
    }

    private void requireNotRefused(Token token, Pin pin) {
        Optional<PinNote> known = refused.find(token.identity(), pin);
        if (known.isPresent()) {
            throw new HsmException(fault(token, known.get(), known.get().answer()));
        }
    }

    private KeyStore present(Pin pin, Token token, SunPkcs11 provider) {
        PinNote note = refused.write(token.identity(), pin);
        try {
            KeyStore keyStore = provider.keyStore(pin.chars());
            note.forget();
            return keyStore;
        } catch (IOException | GeneralSecurityException | ProviderException failed) {
            Optional<String> refusal = refusal(failed);
            if (refusal.isEmpty()) {
                note.forget();
                throw new HsmException(new DeviceFault.Unavailable(token.label(), Ckr.spoken(failed)), failed);
            }
            note.refused(refusal.get());
            throw new HsmException(fault(token, note, refusal.get()), failed);
        }
    }

    /** The token's answer, when it was the PIN that it did not like. */
    private static Optional<String> refusal(Throwable failed) {
        Optional<String> ckr = Ckr.in(failed);
        if (ckr.isPresent()) {
            return ckr.filter(Ckr::isPinRefused);
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedLoginException) {
                return Optional.of("FailedLoginException");
            }
        }
        return Optional.empty();
    }

    private HsmFault fault(Token token, PinNote note, String answer) {
        String memory = note.file().toString();
        return answer.equals(Ckr.PIN_LOCKED)
                ? new PinFault.Locked(token.label(), memory)
                : new PinFault.Refused(token.label(), pins.spoken(), memory);
    }
}
