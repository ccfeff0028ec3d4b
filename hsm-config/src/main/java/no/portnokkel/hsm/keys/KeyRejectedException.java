package no.portnokkel.hsm.keys;

import java.io.Serial;

/** A step of the ceremony was refused; {@link #refusal()} says why and what to do. */
public final class KeyRejectedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Rejection refusal;

    public KeyRejectedException(Rejection refusal) {
        super(refusal.detail().en() + " " + refusal.remedy().en());
        this.refusal = refusal;
    }

    public Rejection refusal() {
        return refusal;
    }
}
