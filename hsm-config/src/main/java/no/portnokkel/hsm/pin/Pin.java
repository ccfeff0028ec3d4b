package no.portnokkel.hsm.pin;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import no.portnokkel.files.SecretLine;

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
        byte[] bytes = new byte[chars.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) chars[i];
        }
        try {
            return SecretLine.hasInvisible(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
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
