package no.portnokkel.hsm.keys;

import java.io.Serial;

/** Thrown when a step of the key's life cycle is rejected; {@link #rejection()} says why and what to do. */
public final class KeyRejectedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Rejection rejection;

    public KeyRejectedException(Rejection rejection) {
        super(rejection.detail().en() + " " + rejection.remedy().en());
        this.rejection = rejection;
    }

    public Rejection rejection() {
        return rejection;
    }
}
