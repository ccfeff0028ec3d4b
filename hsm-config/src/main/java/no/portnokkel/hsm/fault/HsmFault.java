package no.portnokkel.hsm.fault;

import java.io.Serializable;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Why the HSM did not sign: one kind per remedy, not per {@code CKR} code. Holds no secret. */
public sealed interface HsmFault extends Serializable permits SetupFault, DeviceFault, PinFault, KeyFault {
    ProblemCode code();

    /** What is wrong and where it is configured, in one or two sentences. */
    Text detail();

    /** One sentence in the imperative for the person on duty. */
    Text remedy();

    /** Whether waiting can help. If not, a person must do what {@link #remedy()} says first. */
    default boolean healsItself() {
        return false;
    }

    default Problem problem() {
        return Problem.of(code(), detail(), remedy());
    }
}
