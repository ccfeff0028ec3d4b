package no.portnokkel.hsm.fault;

import java.io.Serial;

/**
 * Thrown when an HSM operation fails; {@link #fault()} says why, who fixes it, and how. Its message holds no secret.
 */
public final class HsmException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final HsmFault fault;

    public HsmException(HsmFault fault) {
        super(fault.problem().sentence());
        this.fault = fault;
    }

    /**
     * Creates an exception with a cause.
     *
     * @param cause what the library or the JDK reported, for the log
     */
    public HsmException(HsmFault fault, Throwable cause) {
        super(fault.problem().sentence(), cause);
        this.fault = fault;
    }

    public HsmFault fault() {
        return fault;
    }
}
