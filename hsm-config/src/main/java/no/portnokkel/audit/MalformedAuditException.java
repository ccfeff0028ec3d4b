package no.portnokkel.audit;

import java.io.Serial;
import no.portnokkel.problem.Text;

/** Thrown when a line or a note is not one of an audit. Quotes nothing of it: whoever changed the file chose its characters. */
final class MalformedAuditException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Text defect;

    /** @param defect what is wrong, to follow the name of the line or note in a sentence */
    MalformedAuditException(Text defect) {
        super(defect.en());
        this.defect = defect;
    }

    Text defect() {
        return defect;
    }
}
