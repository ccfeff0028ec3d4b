package no.portnokkel.hsm.ceremony;

import java.io.Serial;

/** A step of the ceremony was refused; {@link #refusal()} says why and what to do. */
public final class CeremonyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public CeremonyException(Refusal refusal) {
        super(refusal.detail().en() + " " + refusal.remedy().en());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
