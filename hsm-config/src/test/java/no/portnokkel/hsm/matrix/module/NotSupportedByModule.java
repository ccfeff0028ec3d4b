package no.portnokkel.hsm.matrix.module;

/** Something that is not to be had of this module; the message says why, for the table. */
public final class NotSupportedByModule extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSupportedByModule(String why) {
        super(why);
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
