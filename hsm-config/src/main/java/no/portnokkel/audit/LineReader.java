package no.portnokkel.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Text;

/** Reads lines of bytes that end with a line feed, each at most {@link AuditLine#MAX_BYTES} long. */
final class LineReader {
    private final InputStream input;

    LineReader(InputStream input) {
        this.input = new BufferedInputStream(input, 1 << 16);
    }

    /**
     * Returns the next line without its end; empty at the end of the file.
     *
     * @throws MalformedAuditException the line is too long, or the file ends within it; nothing more can be read then
     */
    Optional<byte[]> next() throws IOException, MalformedAuditException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                if (line.size() == 0) {
                    return Optional.empty();
                }
                throw new MalformedAuditException(Text.message("audit-line.unfinished"));
            }
            if (line.size() == AuditLine.MAX_BYTES) {
                throw new MalformedAuditException(
                        Text.message("audit-line.too-long", Map.of("bytes", AuditLine.MAX_BYTES)));
            }
            line.write(next);
        }
        return Optional.of(line.toByteArray());
    }
}
