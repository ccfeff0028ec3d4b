package no.portnokkel.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text as editors and other systems write it: UTF-8 or UTF-16, with or without a byte order mark. */
public final class TextFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {}

    /**
     * Returns the text without its byte order mark.
     *
     * @param content the bytes of the whole file
     * @throws CharacterCodingException it is neither UTF-8 nor UTF-16
     */
    public static String decode(byte[] content) throws CharacterCodingException {
        String text =
                charset(content).newDecoder().decode(ByteBuffer.wrap(content)).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** UTF-16 shows by its byte order mark; without one by the zero that is half of each ASCII character. */
    private static Charset charset(byte[] content) {
        if (content.length >= 2) {
            int start = (content[0] & 0xff) << 8 | (content[1] & 0xff);
            if (start == 0xfffe || (start & 0xff) == 0) {
                return StandardCharsets.UTF_16LE;
            }
            if (start == 0xfeff || start >>> 8 == 0) {
                return StandardCharsets.UTF_16BE;
            }
        }
        return StandardCharsets.UTF_8;
    }
}
