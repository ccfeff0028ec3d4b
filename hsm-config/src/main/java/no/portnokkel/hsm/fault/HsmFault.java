package no.portnokkel.hsm.fault;

import java.io.Serializable;
import no.portnokkel.problem.Explained;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** Why the HSM did not sign: one kind for each remedy, not for each {@code CKR} code. Holds no secret. */
public sealed interface HsmFault extends Explained, Serializable
        permits SetupFault, DeviceFault, PinFault, KeyFault, KeystoreFault {
    ProblemCode code();

    /** Returns whether waiting can help. If not, a person must first do what {@link #remedy()} says. */
    default boolean isTransient() {
        return false;
    }

    /** Returns whether the login in which it happened is of no use any more, so that only another one can help. */
    default boolean endsLogin() {
        return false;
    }

    default Problem problem() {
        return Problem.of(code(), detail(), remedy());
    }
}
