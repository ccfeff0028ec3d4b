package no.portnokkel.hsm.pkcs11.cryptoki;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text of a token: UTF-8, padded with blanks or zeros to a fixed length. What is not UTF-8 is read as ISO 8859-1, which some
 * tools write.
 */
public final class TokenText {
    private TokenText() {}

    /** Returns the text without its padding. */
    public static String decode(byte[] padded) {
        String text = utf8OrLatin1(padded);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).stripTrailing();
    }

    /**
     * Returns the text that SunPKCS11 shows as this alias: it makes a character of each byte. Text that has other characters
     * is not such an alias and is returned as it is.
     */
    public static String ofAlias(String alias) {
        boolean ofBytes = alias.chars().allMatch(one -> one <= 0xFF);
        return ofBytes ? decode(alias.getBytes(StandardCharsets.ISO_8859_1)) : alias;
    }

    private static String utf8OrLatin1(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
