package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.ProviderException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.security.auth.login.FailedLoginException;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.files.PrivateFolder;
import no.portnokkel.hsm.pin.LoginLock;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinHistory;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pin.RefusedPinRecord;
import no.portnokkel.hsm.pin.RefusedPinStore;
import no.portnokkel.hsm.pkcs11.cryptoki.Ckr;
import no.portnokkel.hsm.pkcs11.cryptoki.CkrRemedy;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.problem.Text;

/**
 * The one place where a PIN is presented. In this order, under a lock: flags of the token, PIN, memory of refused
 * PINs, a new note in that memory, login; then the note is removed, unless the PIN was what the token refused.
 */
final class Login {
    private static final String PIN_NOT_INITIALIZED = "CKR_USER_PIN_NOT_INITIALIZED";

    private final PinSource pins;
    private final PinHistory history;
    private final RefusedPinStore refused;
    private final PrivateFolder folder;
    private final LongSupplier nanoClock;

    Login(PinSource pins, PinHistory history, RefusedPinStore refused, PrivateFolder folder, LongSupplier nanoClock) {
        this.pins = pins;
        this.history = history;
        this.refused = refused;
        this.folder = folder;
        this.nanoClock = nanoClock;
    }

    /**
     * @throws HsmException why there was no login; {@link PinFault.Refused} at most once for a PIN
     */
    ProviderKeys open(LoadedModule module, HsmToken found, VendorProfile profile, ConnectListener progress) {
        return LoginLock.during(folder, found.label(), nanoClock, () -> openAlone(module, found, profile, progress));
    }

    private ProviderKeys openAlone(
            LoadedModule module, HsmToken found, VendorProfile profile, ConnectListener progress) {
        HsmToken token = module.cryptoki().token(found.slot());
        requireTriesLeft(token);
        progress.passed(
                ConnectionCheck.TOKEN_FLAGS,
                Text.message("check.token-flags.passed", Map.of("flags", token.describeFlags())));
        String version = pins.version();
        try (Pin pin = pins.read(module.copy().owner())) {
            Optional<RefusedPinRecord> known = history.accepted(token.identity(), version);
            requireNotRefused(token, pin, version);
            requireReasonToTry(token, version, known.isPresent());
            progress.passed(ConnectionCheck.PIN, Text.message("login.known", Map.of("pins", pins.spoken())));
            SunPkcs11Provider provider = SunPkcs11Provider.open(module, token, profile);
            module.use(provider);
            RefusedPinRecord note =
                    known.map(RefusedPinRecord::save).orElseGet(() -> refused.write(token.identity(), pin));
            return new ProviderKeys(provider, present(pin, token, version, provider, note));
        }
    }

    private static void requireTriesLeft(HsmToken token) {
        if (token.isLocked()) {
            throw new HsmException(new PinFault.Locked(token.label(), ""));
        }
        if (token.isOnFinalTry()) {
            throw new HsmException(new PinFault.FinalTry(token.label()));
        }
    }

    private void requireNotRefused(HsmToken token, Pin pin, String version) {
        Optional<RefusedPinRecord> note =
                history.refused(token.identity(), version).or(() -> refused.find(token.identity(), pin));
        if (note.isPresent()) {
            history.refuse(token.identity(), version, note.get());
            pins.answered(false);
            throw new HsmException(fault(token, note.get(), note.get().answer()));
        }
    }

    /** A wrong PIN has been tried: the next try is for one that was right before, or that a person has just provided. */
    private void requireReasonToTry(HsmToken token, String version, boolean acceptedBefore) {
        if (token.isCountLow() && !acceptedBefore && !pins.isTyped() && !history.isNew(version)) {
            throw new HsmException(new PinFault.CountLow(token.label(), pins.spoken()));
        }
    }

    private KeyStore present(
            Pin pin, HsmToken token, String version, SunPkcs11Provider provider, RefusedPinRecord note) {
        try {
            KeyStore keyStore = provider.keyStore(pin.chars());
            note.forget();
            history.accept(token.identity(), version, note);
            pins.answered(true);
            return keyStore;
        } catch (IOException | GeneralSecurityException | ProviderException failed) {
            Optional<String> refusal = refusal(failed);
            if (refusal.isEmpty() || refusal.get().equals(PIN_NOT_INITIALIZED)) {
                note.forget();
                throw refusal.map(
                                answer -> new HsmException(new PinFault.NotInitialized(token.label(), answer), failed))
                        .orElseGet(() -> provider.faults().of(failed));
            }
            history.refuse(token.identity(), version, note.refused(refusal.get()));
            pins.answered(false);
            throw new HsmException(fault(token, note, refusal.get()), failed);
        }
    }

    /** The token's answer, when it was the PIN that it did not like. */
    private static Optional<String> refusal(Throwable failed) {
        Optional<Ckr> ckr = Ckr.in(failed);
        if (ckr.isPresent()) {
            return ckr.filter(one -> one.remedy() == CkrRemedy.PIN).map(Ckr::name);
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedLoginException) {
                return Optional.of("FailedLoginException");
            }
        }
        return Optional.empty();
    }

    private HsmFault fault(HsmToken token, RefusedPinRecord note, String answer) {
        String memory = note.file().toString();
        return switch (answer) {
            case "CKR_PIN_LOCKED" -> new PinFault.Locked(token.label(), memory);
            case "CKR_PIN_EXPIRED", "CKR_PIN_TOO_WEAK", "CKR_NEW_PIN_MODE", "CKR_NEXT_OTP" ->
                new PinFault.ToBeChanged(token.label(), answer, memory);
            default -> new PinFault.Refused(token.label(), pins.spoken(), answer, memory);
        };
    }
}
