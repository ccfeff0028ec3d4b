package no.portnokkel.hsm.fault;

import java.io.Serial;

/** The HSM did not do what was asked; {@link #fault()} says why, who mends it, and how. Its message holds no secret. */
public final class HsmException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final HsmFault fault;

    public HsmException(HsmFault fault) {
        super(fault.problem().sentence());
        this.fault = fault;
    }

    /**
     * An answer that has a cause.
     *
     * @param cause what the library or the JDK said, for the log
     */
    public HsmException(HsmFault fault, Throwable cause) {
        super(fault.problem().sentence(), cause);
        this.fault = fault;
    }

    public HsmFault fault() {
        return fault;
    }
}
