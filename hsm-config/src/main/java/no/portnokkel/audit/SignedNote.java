package no.portnokkel.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.portnokkel.problem.Text;

/**
 * A text with the lines of its signatures. Without signatures it is no note of the standard; ours writes it so while no key is
 * configured, and every reader tells it apart.
 *
 * @param text ends with a line feed
 * @see <a href="https://c2sp.org/signed-note@v1.0.0">C2SP signed-note v1.0.0</a>
 */
record SignedNote(String text, List<SignatureLine> signatures) {
    /** The longest note in bytes; holds the 16 signatures that the standard asks for, with room for post-quantum ones. */
    static final int MAX_BYTES = 1 << 17;

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f&&[^\\n]]");
    private static final Pattern KEY_NAME =
            Pattern.compile("[^\\s\\p{Z}+\\x00-\\x1f]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SIGNATURE = Pattern.compile("\u2014 ([^ ]+) ([A-Za-z0-9+/]+=*)");

    SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * A signature of a note.
     *
     * @param name of the key
     * @param base64 key id and signature
     */
    record SignatureLine(String name, String base64) {
        static SignatureLine of(NoteKey key, byte[] signature) {
            return new SignatureLine(key.name(), Base64.getEncoder().encodeToString(key.withId(signature)));
        }

        /** Returns whether the line names this key. */
        boolean isBy(NoteKey key) {
            return name.equals(key.name()) && keyId().equals(key.id());
        }

        /** Returns the key id in hexadecimal. */
        String keyId() {
            return HexFormat.of().formatHex(bytes(), 0, NoteKey.ID_BYTES);
        }

        byte[] signature() {
            byte[] bytes = bytes();
            return Arrays.copyOfRange(bytes, NoteKey.ID_BYTES, bytes.length);
        }

        private byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        private boolean isValid() {
            try { // one encoding only: the decoder ignores spare bits and missing padding
                return isKeyName(name)
                        && bytes().length > NoteKey.ID_BYTES
                        && Base64.getEncoder().encodeToString(bytes()).equals(base64);
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }

        private String line() {
            return "\u2014 " + name + " " + base64 + "\n";
        }
    }

    static boolean isKeyName(String name) {
        return KEY_NAME.matcher(name).matches();
    }

    /** Reads a note; verifies no signature. */
    static SignedNote parse(byte[] note) throws MalformedAuditException {
        String all = decode(note);
        int end = all.lastIndexOf("\n\n"); // the last empty line
        if (end < 0 || !all.endsWith("\n") || CONTROL.matcher(all).find()) {
            throw notANote();
        }
        List<SignatureLine> signatures = new ArrayList<>();
        for (String line : all.substring(end + 2).lines().toList()) {
            Matcher parts = SIGNATURE.matcher(line);
            if (!parts.matches()) {
                throw notANote();
            }
            SignatureLine signature = new SignatureLine(parts.group(1), parts.group(2));
            if (!signature.isValid()) {
                throw notANote();
            }
            signatures.add(signature);
        }
        return new SignedNote(all.substring(0, end + 1), signatures);
    }

    /** Returns the bytes that are signed. */
    byte[] signedBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the note with its signatures. */
    String format() {
        return text + "\n" + signatures.stream().map(SignatureLine::line).collect(Collectors.joining());
    }

    private static String decode(byte[] note) throws MalformedAuditException {
        if (note.length > MAX_BYTES) {
            throw notANote();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(note))
                    .toString();
        } catch (CharacterCodingException malformed) { // not propagated, because it adds nothing for a reader
            throw notANote();
        }
    }

    private static MalformedAuditException notANote() {
        return new MalformedAuditException(Text.message("audit-note.not-a-note"));
    }
}
