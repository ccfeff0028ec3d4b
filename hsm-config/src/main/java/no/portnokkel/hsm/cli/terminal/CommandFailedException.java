package no.portnokkel.hsm.cli.terminal;

import java.io.Serial;
import no.portnokkel.problem.Text;

/** A verb could not do what it was told. The message is English; the texts are for the reader. */
public final class CommandFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final Text detail;
    private final Text remedy;

    /**
     * @param detail what is wrong
     * @param remedy what to do
     */
    public CommandFailedException(ExitCode exitCode, Text detail, Text remedy) {
        super(detail.en());
        this.exitCode = exitCode;
        this.detail = detail;
        this.remedy = remedy;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    Text detail() {
        return detail;
    }

    Text remedy() {
        return remedy;
    }
}
