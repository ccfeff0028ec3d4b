package no.portnokkel.hsm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * The text that a key signs to prove itself. It starts with words that can be neither a JWS, whose signing input has
 * no spaces, nor a certificate, which starts with the byte 0x30: testing yields no useful signature.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-5.1">RFC 7515, 5.1: what a JWS signs</a>
 */
public final class Probe {
    private static final byte[] WORDS =
            "Portnokkel probe of a key, not a token and not a certificate. ".getBytes(StandardCharsets.US_ASCII);
    private static final int RANDOM_BYTES = 32;

    private final byte[] text;

    /** Creates a text that nobody has signed before. */
    public Probe(SecureRandom random) {
        byte[] fresh = new byte[RANDOM_BYTES];
        random.nextBytes(fresh);
        text = ByteBuffer.allocate(WORDS.length + RANDOM_BYTES)
                .put(WORDS)
                .put(fresh)
                .array();
    }

    /** Returns a copy of the text to sign. */
    public byte[] text() {
        return text.clone();
    }

    /** Returns whether this is a signature of the text by that key; verified in software. */
    public boolean isSignedBy(PublicKey key, SignatureAlgorithm algorithm, byte[] signature) {
        return algorithm.verifies(key, text, signature);
    }
}
