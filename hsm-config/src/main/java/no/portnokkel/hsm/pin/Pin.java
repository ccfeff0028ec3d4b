package no.portnokkel.hsm.pin;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A PIN for one login. Never empty, never shown, wiped by {@link #close()}.
 *
 * <p>Each char holds one byte of the PIN's UTF-8: SunPKCS11 hands on the low byte of every char, so that a letter such
 * as "ø" would arrive as another one, and cost a try.
 */
public final class Pin implements AutoCloseable {
    private final char[] chars;

    private Pin(char[] chars) {
        if (chars.length == 0) {
            throw new IllegalArgumentException("An empty PIN is never sent.");
        }
        this.chars = chars;
    }

    /**
     * Takes a PIN from a file.
     *
     * @param bytes the PIN in UTF-8; not kept, and the caller's to wipe
     * @throws IllegalArgumentException when there are none
     */
    public static Pin ofBytes(byte[] bytes) {
        char[] chars = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            chars[i] = (char) (bytes[i] & 0xff);
        }
        return new Pin(chars);
    }

    /**
     * Takes a PIN from a keyboard.
     *
     * @param typed what a person typed; not kept, and the caller's to wipe
     * @throws IllegalArgumentException when it is empty
     */
    public static Pin ofText(char[] typed) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        try {
            return ofBytes(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            utf8.rewind();
            while (utf8.hasRemaining()) {
                utf8.put((byte) 0);
            }
        }
    }

    /** The PIN itself, not a copy: valid until {@link #close()}, not to be kept. */
    public char[] chars() {
        return chars;
    }

    /** Another one to be closed by itself. */
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
