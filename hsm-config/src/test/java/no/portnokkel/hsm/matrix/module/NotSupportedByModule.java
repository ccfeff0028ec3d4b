package no.portnokkel.hsm.matrix.module;

/** Thrown when a module does not support a scenario; the message is the reason, for the table. */
public final class NotSupportedByModule extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSupportedByModule(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
