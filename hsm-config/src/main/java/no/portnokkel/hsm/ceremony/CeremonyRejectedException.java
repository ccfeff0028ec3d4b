package no.portnokkel.hsm.ceremony;

import java.io.Serial;
import no.portnokkel.hsm.keys.Rejection;
import no.portnokkel.problem.Text;

/** Thrown when a ceremony may not begin or go on. What it is about is as it was, unless the text says otherwise. Holds no secret. */
public final class CeremonyRejectedException extends RuntimeException {
    /** What is not acceptable; decides the exit code. */
    public enum Kind {
        /** The plan, or another argument. */
        ARGUMENTS,
        /** The operation itself, by policy. */
        POLICY,
        /** The certificate or its chain. */
        CERTIFICATE,
        /** The machine on which it runs: its clock, or its disk. */
        MACHINE;

        static Kind of(Rejection.Kind kind) {
            return switch (kind) {
                case ARGUMENTS -> ARGUMENTS;
                case POLICY -> POLICY;
                case CERTIFICATE -> CERTIFICATE;
            };
        }
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Text detail;
    private final Text remedy;

    CeremonyRejectedException(Kind kind, Text detail, Text remedy) {
        super(detail.en());
        this.kind = kind;
        this.detail = detail;
        this.remedy = remedy;
    }

    public Kind kind() {
        return kind;
    }

    /** Returns what is wrong, and where. */
    public Text detail() {
        return detail;
    }

    /** Returns what to do. */
    public Text remedy() {
        return remedy;
    }
}
