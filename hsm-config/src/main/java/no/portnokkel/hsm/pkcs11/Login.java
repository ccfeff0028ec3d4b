package no.portnokkel.hsm.pkcs11;

import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
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
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinHistory;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pin.RefusedPinRecord;
import no.portnokkel.hsm.pin.RefusedPinStore;
import no.portnokkel.hsm.pkcs11.cryptoki.Ckr;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.problem.Text;

/**
 * The only place that presents a PIN. Under a lock, in this order: check the token's flags, read the PIN, check the
 * records of refused PINs, write a new record, log in; then delete the record, unless the token refused the PIN.
 *
 * <p>A record without an answer means that an earlier login hangs, or that its process ended before the token answered. If the
 * token shows its flags, the flags tell whether a wrong try was counted. If not, the PIN is presented once more for each such
 * login, at most {@value #MAX_TRIES_IN_DOUBT} times in a row: with a wrong PIN, each may have been counted.
 */
final class Login {
    private static final String PIN_NOT_INITIALIZED = "CKR_USER_PIN_NOT_INITIALIZED";
    private static final int MAX_TRIES_IN_DOUBT = 2;

    private final PinSource pins;
    private final PinHistory history;
    private final RefusedPinStore refusedPins;
    private final LoginsUnderWay underWay;
    private final LongSupplier nanoClock;

    Login(
            PinSource pins,
            PinHistory history,
            RefusedPinStore refusedPins,
            LoginsUnderWay underWay,
            LongSupplier nanoClock) {
        this.pins = pins;
        this.history = history;
        this.refusedPins = refusedPins;
        this.underWay = underWay;
        this.nanoClock = nanoClock;
    }

    /**
     * Logs in.
     *
     * @throws HsmException why there was no login; {@link PinFault.Refused} at most once for a PIN
     */
    ProviderKeys open(LoadedModule module, HsmToken listed, VendorProfile profile, ConnectionCheck.Listener progress) {
        return refusedPins.withLock(listed.label(), nanoClock, () -> openUnderLock(module, listed, profile, progress));
    }

    private ProviderKeys openUnderLock(
            LoadedModule module, HsmToken listed, VendorProfile profile, ConnectionCheck.Listener progress) {
        HsmToken token = module.cryptoki().token(listed.slot());
        boolean showsFlag = token.isCountLow() || token.isOnFinalTry() || token.isLocked();
        if (showsFlag && profile.pinFlags() == VendorProfile.PinFlags.UNKNOWN) {
            refusedPins.rememberFlags(token.identity());
        }
        requireTriesLeft(token);
        progress.passed(
                ConnectionCheck.TOKEN_FLAGS,
                Text.message("doctor.token-flags", Map.of("flags", token.describeFlags())));
        try (ReadPin read = ReadPin.from(pins, module.file().owner())) {
            Pin pin = read.pin();
            String version = read.version();
            Optional<RefusedPinRecord> known = history.accepted(token.identity(), version);
            Optional<RefusedPinRecord> inDoubt = withoutRefusal(token, pin, version, profile, known.isPresent());
            requireReasonToTry(token, version, known.isPresent());
            progress.passed(ConnectionCheck.PIN, Text.verbatim(pins.description()));
            SunPkcs11Provider provider = SunPkcs11Provider.open(module, token, profile);
            module.setProvider(provider);
            return new ProviderKeys(provider, underWay.during(token.label(), () -> {
                RefusedPinRecord pinRecord = inDoubt.map(RefusedPinRecord::presentAgain)
                        .or(() -> known.map(RefusedPinRecord::save))
                        .orElseGet(() -> refusedPins.write(token.identity(), pin));
                return present(pin, token, version, provider, pinRecord);
            }));
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

    /** Returns the record of an earlier login without an answer, after which the PIN may be presented again. */
    private Optional<RefusedPinRecord> withoutRefusal(
            HsmToken token, Pin pin, String version, VendorProfile profile, boolean acceptedBefore) {
        Optional<RefusedPinRecord> earlier =
                history.refused(token.identity(), version).or(() -> refusedPins.find(token.identity(), pin));
        Optional<RefusedPinRecord> refusal = earlier.filter(
                one -> !(one.isInDoubt() && (acceptedBefore || mayPresentAgain(token, version, profile, one))));
        if (refusal.isPresent()) {
            history.refuse(token.identity(), version, refusal.get());
            pins.loginAnswered(false);
            throw new HsmException(fault(token, refusal.get()));
        }
        return earlier;
    }

    private boolean mayPresentAgain(HsmToken token, String version, VendorProfile profile, RefusedPinRecord earlier) {
        boolean decided = pins.isInteractive() || history.isNew(version); // a person knows that it is about to be tried
        if (decided && !history.isUnanswered(token.identity(), version)) {
            return true;
        }
        boolean showsFlags =
                profile.pinFlags() == VendorProfile.PinFlags.SHOWN || refusedPins.hasShownFlags(token.identity());
        return showsFlags ? !token.isCountLow() : earlier.presented() <= MAX_TRIES_IN_DOUBT;
    }

    /**
     * Since a wrong PIN has been tried, requires that this PIN was accepted before or has just been provided by a
     * person.
     */
    private void requireReasonToTry(HsmToken token, String version, boolean acceptedBefore) {
        if (token.isCountLow() && !acceptedBefore && !pins.isInteractive() && !history.isNew(version)) {
            throw new HsmException(new PinFault.CountLow(token.label(), pins.description()));
        }
    }

    private KeyStore present(
            Pin pin, HsmToken token, String version, SunPkcs11Provider provider, RefusedPinRecord pinRecord) {
        history.present(token.identity(), version);
        try {
            KeyStore keyStore = provider.keyStore(pin.chars());
            history.answered();
            pinRecord.delete();
            history.accept(token.identity(), version, pinRecord);
            pins.loginAnswered(true);
            return keyStore;
        } catch (IOException | GeneralSecurityException | ProviderException failed) {
            history.answered();
            Optional<String> refusal = refusal(failed);
            if (refusal.isEmpty() || refusal.get().equals(PIN_NOT_INITIALIZED)) {
                pinRecord.withdraw();
                throw refusal.map(
                                answer -> new HsmException(new PinFault.NotInitialized(token.label(), answer), failed))
                        .orElseGet(() -> provider.faults().of(failed));
            }
            RefusedPinRecord refused = pinRecord.refused(refusal.get());
            history.refuse(token.identity(), version, refused); // before the disk, which may be full
            pins.loginAnswered(false);
            refused.save();
            throw new HsmException(refused(token, pinRecord, refusal.get()), failed);
        }
    }

    /** Returns the token's answer if it refused the PIN. After a login, a code about the PIN is an answer to something else. */
    private static Optional<String> refusal(Throwable failed) {
        if (!SunPkcs11Provider.isOfLogin(failed)) {
            return Optional.empty();
        }
        Optional<Ckr> ckr = Ckr.in(failed);
        if (ckr.isPresent()) {
            return ckr.filter(one -> one.remedy() == Ckr.Remedy.PIN).map(Ckr::name);
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedLoginException) {
                return Optional.of("FailedLoginException");
            }
        }
        return Optional.empty();
    }

    private HsmFault fault(HsmToken token, RefusedPinRecord pinRecord) {
        return pinRecord.isInDoubt()
                ? new PinFault.InDoubt(
                        token.label(),
                        pins.description(),
                        pinRecord.presented(),
                        pinRecord.file().toString())
                : refused(token, pinRecord, pinRecord.answer());
    }

    private HsmFault refused(HsmToken token, RefusedPinRecord pinRecord, String answer) {
        String pinRecordFile = pinRecord.file().toString();
        return switch (answer) {
            case "CKR_PIN_LOCKED" -> new PinFault.Locked(token.label(), pinRecordFile);
            case "CKR_PIN_EXPIRED", "CKR_PIN_TOO_WEAK", "CKR_NEW_PIN_MODE", "CKR_NEXT_OTP" ->
                new PinFault.ToBeChanged(token.label(), answer, pinRecordFile);
            default -> new PinFault.Refused(token.label(), pins.description(), answer, pinRecordFile);
        };
    }

    /** A PIN with its version, read again if somebody provides another PIN meanwhile: its version is not that of this one. */
    private record ReadPin(Pin pin, String version) implements AutoCloseable {
        static ReadPin from(PinSource pins, UserPrincipal processUser) {
            while (true) {
                String version = pins.version();
                Pin pin = pins.read(processUser);
                if (pins.version().equals(version)) {
                    return new ReadPin(pin, version);
                }
                pin.close();
            }
        }

        @Override
        public void close() {
            pin.close();
        }
    }
}
