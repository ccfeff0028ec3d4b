package no.portnokkel.settings;

import no.portnokkel.problem.Text;

/** A value is wrong in a way that a person must be told. {@link CheckedValues} reports the defect with key, value and source. */
public final class WrongValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final Text defect;

    /** @param defect follows the key in a sentence; without the value, which may be a secret */
    public WrongValueException(Text defect) {
        super(defect.en());
        this.defect = defect;
    }

    Text defect() {
        return defect;
    }
}
