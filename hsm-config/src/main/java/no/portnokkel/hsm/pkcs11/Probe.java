package no.portnokkel.hsm.pkcs11;

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
final class Probe {
    static final SignatureAlgorithm ALGORITHM = SignatureAlgorithm.RS256;

    private static final byte[] WORDS =
            "Portnokkel probe of a key, not a token and not a certificate. ".getBytes(StandardCharsets.US_ASCII);
    private static final int RANDOM_BYTES = 32;

    private final byte[] text;

    Probe(SecureRandom random) {
        byte[] fresh = new byte[RANDOM_BYTES];
        random.nextBytes(fresh);
        text = ByteBuffer.allocate(WORDS.length + RANDOM_BYTES)
                .put(WORDS)
                .put(fresh)
                .array();
    }

    byte[] text() {
        return text.clone();
    }

    boolean isSignedBy(PublicKey certified, byte[] signature) {
        return ProviderKeys.verifies(certified, ALGORITHM, text, signature);
    }
}
