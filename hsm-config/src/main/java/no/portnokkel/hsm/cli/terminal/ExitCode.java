package no.portnokkel.hsm.cli.terminal;

import no.portnokkel.hsm.ceremony.CeremonyRejectedException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.KeystoreFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.fault.PinFileFault;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.keys.Rejection;

/** The exit codes of the command line; scripts rely on them. */
public enum ExitCode {
    DONE(0),
    CHECK_FAILED(1),
    USAGE(2),
    PIN_REFUSED(3),
    HSM_NOT_REACHABLE(4),
    KEY_OR_CERTIFICATE(5),
    POLICY(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static ExitCode of(HsmFault fault) {
        if (fault instanceof PinFault pinFault) {
            return of(pinFault);
        }
        if (fault instanceof KeyFault) {
            return KEY_OR_CERTIFICATE;
        }
        if (fault instanceof KeystoreFault keystoreFault) {
            return of(keystoreFault);
        }
        return fault instanceof SetupFault.DataDirUnusable ? CHECK_FAILED : HSM_NOT_REACHABLE;
    }

    public static ExitCode of(Rejection rejection) {
        return switch (rejection.kind()) {
            case ARGUMENTS -> USAGE;
            case POLICY -> POLICY;
            case CERTIFICATE -> KEY_OR_CERTIFICATE;
        };
    }

    public static ExitCode of(CeremonyRejectedException.Kind kind) {
        return switch (kind) {
            case ARGUMENTS -> USAGE;
            case POLICY -> POLICY;
            case CERTIFICATE -> KEY_OR_CERTIFICATE;
            case MACHINE -> CHECK_FAILED;
        };
    }

    private static ExitCode of(KeystoreFault fault) {
        return switch (fault.code()) {
            case HSM_PIN_REFUSED -> PIN_REFUSED;
            case HSM_PIN_FILE_UNSAFE, HSM_PROFILE_NOT_ALLOWED -> POLICY;
            case HSM_TOKEN_NOT_FOUND -> HSM_NOT_REACHABLE;
            default -> KEY_OR_CERTIFICATE;
        };
    }

    private static ExitCode of(PinFault fault) {
        if (fault instanceof PinFileFault.FileUnsafe) {
            return POLICY;
        }
        boolean noPin = fault instanceof PinFileFault.FileWithoutPin
                || fault instanceof PinFault.NotUnlocked
                || fault instanceof PinFault.Invisible;
        return noPin ? CHECK_FAILED : PIN_REFUSED;
    }
}
