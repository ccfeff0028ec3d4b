package no.portnokkel.hsm.pin;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A PIN for one login. Never empty; {@code toString()} hides it; {@link #close()} wipes it.
 *
 * <p>Each char holds one byte of the PIN's UTF-8 encoding: SunPKCS11 passes on only the low byte of a char, so that a
 * letter such as "ø" would be sent as another one and waste a try.
 */
public final class Pin implements AutoCloseable {
    private final char[] chars;

    private Pin(char[] chars) {
        if (chars.length == 0) {
            throw new IllegalArgumentException("A PIN must not be empty.");
        }
        this.chars = chars;
    }

    /**
     * Creates a PIN from the bytes of a file.
     *
     * @param bytes the PIN in UTF-8; copied, the caller wipes it
     * @throws IllegalArgumentException when it is empty
     */
    public static Pin ofBytes(byte[] bytes) {
        char[] chars = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            chars[i] = (char) (bytes[i] & 0xff);
        }
        return new Pin(chars);
    }

    /**
     * Creates a PIN from typed characters.
     *
     * @param typed copied, the caller wipes it
     * @throws IllegalArgumentException when it is empty, or has characters that nobody sees
     */
    public static Pin ofText(char[] typed) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        try {
            Pin pin = ofBytes(bytes);
            if (pin.hasInvisible()) {
                pin.close();
                throw new IllegalArgumentException("A typed PIN must not have invisible characters.");
            }
            return pin;
        } finally {
            Arrays.fill(bytes, (byte) 0);
            utf8.rewind();
            while (utf8.hasRemaining()) {
                utf8.put((byte) 0);
            }
        }
    }

    /**
     * Returns whether the PIN has characters that nobody sees, such as a byte order mark, a tab, or a space at its start or end: an
     * editor or the clipboard has added them, and the token would count a wrong try.
     */
    public boolean hasInvisible() {
        if (chars[0] == ' ' || chars[chars.length - 1] == ' ') {
            return true;
        }
        char[] text = decoded();
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

    /** Decodes UTF-8 without a String, which could not be wiped; bytes of another charset stand for themselves. */
    private char[] decoded() {
        ByteBuffer bytes = ByteBuffer.allocate(chars.length);
        for (char one : chars) {
            bytes.put((byte) one);
        }
        CharBuffer decoded = CharBuffer.allocate(chars.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip(), decoded, true);
        char[] text = Arrays.copyOf(decoded.array(), decoded.position());
        Arrays.fill(bytes.array(), (byte) 0);
        Arrays.fill(decoded.array(), '\0');
        return result.isUnderflow() ? text : otherCharset(text);
    }

    /** Bytes from 0x80 up may be letters of ISO 8859-1. */
    private char[] otherCharset(char[] halfDecoded) {
        Arrays.fill(halfDecoded, '\0');
        char[] text = chars.clone();
        for (int i = 0; i < text.length; i++) {
            text[i] = text[i] < 0x80 ? text[i] : '?';
        }
        return text;
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> false;
        };
    }

    /** Returns the PIN itself, not a copy: valid until {@link #close()}. Do not keep it. */
    public char[] chars() {
        return chars;
    }

    /** Returns a copy that is closed separately. */
    Pin copy() {
        return new Pin(chars.clone());
    }

    @Override
    public void close() {
        Arrays.fill(chars, '\0');
    }

    @Override
    public String toString() {
        return "Pin[hidden]";
    }
}
