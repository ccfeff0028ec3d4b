package no.portnokkel.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/**
 * What a line of an exported audit says about its place.
 *
 * @param leaf hash of the bytes of the line
 * @param sequence what the line calls its sequence number
 * @param previous what the line calls the leaf hash of the line before; empty in the first line
 */
record ReadLine(TreeHash leaf, long sequence, Optional<TreeHash> previous) {

    /**
     * Reads a line.
     *
     * @param line bytes without the end of the line
     * @throws MalformedAuditException it is no JSON object in UTF-8, or has no sequence number
     */
    static ReadLine of(byte[] line) throws MalformedAuditException {
        Map<String, String> members = JsonObjectScanner.members(decode(line));
        String sequence = members.getOrDefault(AuditLine.SEQUENCE, "");
        if (!sequence.matches("[1-9][0-9]{0,17}")) {
            throw new MalformedAuditException(Text.message("audit-line.no-sequence"));
        }
        return new ReadLine(TreeHash.ofLeaf(line), Long.parseLong(sequence), previous(members.get(AuditLine.PREVIOUS)));
    }

    private static Optional<TreeHash> previous(@Nullable String value) throws MalformedAuditException {
        if (value == null) {
            return Optional.empty();
        }
        if (!value.matches("\"[0-9a-f]{64}\"")) {
            throw new MalformedAuditException(Text.message("audit-line.no-hash"));
        }
        return Optional.of(TreeHash.ofHex(value.substring(1, value.length() - 1)));
    }

    private static String decode(byte[] line) throws MalformedAuditException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException malformed) { // not propagated, because it adds nothing for a reader
            throw new MalformedAuditException(Text.message("audit-line.not-utf-8"));
        }
    }
}
