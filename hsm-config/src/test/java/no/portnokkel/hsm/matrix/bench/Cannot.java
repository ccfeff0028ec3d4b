package no.portnokkel.hsm.matrix.bench;

/** Something that is not to be had of this module; the message says why, for the table. */
public final class Cannot extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cannot(String why) {
        super(why);
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
