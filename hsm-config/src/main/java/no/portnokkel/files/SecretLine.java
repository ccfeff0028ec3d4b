package no.portnokkel.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import no.portnokkel.problem.Text;

/**
 * The secret on the only line of a {@link SecretFile}, a PIN or a password, exactly as a person wrote it. Characters that nobody sees,
 * which an editor or the clipboard has added, would be presented as a part of it and count as a wrong try: such a file is rejected.
 */
public final class SecretLine {
    private static final int MAX_BYTES = 256;
    /** Fillers and joiners that Unicode counts among letters, marks and symbols. */
    private static final String INVISIBLE_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

    private SecretLine() {}

    /**
     * Returns the bytes of the line without its end; the caller wipes them.
     *
     * @param processUser the user that runs this process
     * @throws RejectedException the file is missing, exposed, or does not hold exactly one line that can be seen
     */
    public static byte[] read(Path path, UserPrincipal processUser) throws RejectedException {
        try {
            SecretFile file = SecretFile.at(path);
            if (!file.isRegular(MAX_BYTES)) {
                throw new RejectedException(Text.message("secret-file.not-a-small-file"));
            }
            if (file.isExposed(processUser)) {
                throw new ExposedException(file.permissions());
            }
            return onlyLine(file.read());
        } catch (NoSuchFileException absent) {
            throw new RejectedException(Text.message("secret-file.missing"));
        } catch (RejectedException rejected) {
            throw rejected;
        } catch (IOException unreadable) {
            throw new RejectedException(Text.message("secret-file.unreadable"));
        }
    }

    private static byte[] onlyLine(byte[] content) throws RejectedException {
        int end = content.length;
        while (end > 0 && isLineEnd(content[end - 1])) {
            end--;
        }
        byte[] line = Arrays.copyOf(content, end);
        Arrays.fill(content, (byte) 0);
        try {
            requireVisible(line);
            return line;
        } catch (RejectedException rejected) {
            Arrays.fill(line, (byte) 0);
            throw rejected;
        }
    }

    private static void requireVisible(byte[] line) throws RejectedException {
        if (line.length == 0) {
            throw new RejectedException(Text.message("secret-file.empty"));
        }
        if (startsWith(line, 0xef, 0xbb, 0xbf)) {
            throw new RejectedException(Text.message("secret-file.byte-order-mark"));
        }
        if (contains(line, 0) || startsWith(line, 0xff, 0xfe) || startsWith(line, 0xfe, 0xff)) {
            throw new RejectedException(Text.message("secret-file.utf-16"));
        }
        if (contains(line, '\n') || contains(line, '\r')) {
            throw new RejectedException(Text.message("secret-file.several-lines"));
        }
        if (hasInvisible(line)) {
            throw new RejectedException(Text.message("secret-file.invisible"));
        }
    }

    /**
     * Returns whether a secret has characters that nobody sees, such as a byte order mark, a tab, or a space at its start or end.
     *
     * @param secret in UTF-8, not empty; bytes of another charset stand for themselves
     */
    public static boolean hasInvisible(byte[] secret) {
        if (secret[0] == ' ' || secret[secret.length - 1] == ' ') {
            return true;
        }
        char[] text = decoded(secret);
        try {
            boolean found = false;
            for (int i = 0; i < text.length; i += Character.charCount(Character.codePointAt(text, i))) {
                found |= isInvisible(Character.codePointAt(text, i));
            }
            return found;
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /** Returns whether a reader does not see this character, a blank excepted. */
    public static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> INVISIBLE_LETTERS.indexOf(codePoint) >= 0 || isVariationSelector(codePoint);
        };
    }

    private static boolean isVariationSelector(int codePoint) {
        return codePoint >= 0xfe00 && codePoint <= 0xfe0f;
    }

    /** Decodes UTF-8 without a String, which could not be wiped. */
    private static char[] decoded(byte[] bytes) {
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true);
        char[] text = Arrays.copyOf(decoded.array(), decoded.position());
        Arrays.fill(decoded.array(), '\0');
        return result.isUnderflow() ? text : otherCharset(bytes, text);
    }

    /** Bytes from 0x80 up may be letters of ISO 8859-1. */
    private static char[] otherCharset(byte[] bytes, char[] halfDecoded) {
        Arrays.fill(halfDecoded, '\0');
        char[] text = new char[bytes.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = bytes[i] >= 0 ? (char) bytes[i] : '?';
        }
        return text;
    }

    private static boolean contains(byte[] line, int wanted) {
        return IntStream.range(0, line.length).anyMatch(i -> line[i] == wanted);
    }

    private static boolean startsWith(byte[] line, int... start) {
        return line.length >= start.length
                && IntStream.range(0, start.length).allMatch(i -> (line[i] & 0xff) == start[i]);
    }

    private static boolean isLineEnd(byte character) {
        return character == '\n' || character == '\r';
    }

    /** The file holds no secret that may be used. */
    public static class RejectedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final Text defect;

        RejectedException(Text defect) {
            super(defect.en());
            this.defect = defect;
        }

        /** Returns what is wrong with the file; follows its name in a sentence. */
        public Text defect() {
            return defect;
        }
    }

    /** Others can read or change the file. */
    public static final class ExposedException extends RejectedException {
        private static final long serialVersionUID = 1L;

        private final String permissions;

        ExposedException(String permissions) {
            super(Text.message("secret-file.exposed", Map.of("permissions", permissions)));
            this.permissions = permissions;
        }

        /** Returns its permissions as {@code ls} shows them. */
        public String permissions() {
            return permissions;
        }
    }
}
