package no.portnokkel.audit;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.files.TextFile;

/**
 * The public key of a signer as a file, as {@code openssl} reads and writes it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-13">RFC 7468, 13: SubjectPublicKeyInfo in PEM</a>
 */
public final class SignerPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final int LINE = 64;

    private SignerPem() {}

    /** Returns the key in PEM, with a line feed at its end. */
    public static String write(PublicKey publicKey) {
        byte[] lineEnd = {'\n'};
        String base64 = Base64.getMimeEncoder(LINE, lineEnd).encodeToString(publicKey.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    /**
     * Returns the key in a file.
     *
     * @param file its whole content; text around the key is ignored
     * @throws IllegalArgumentException it does not hold exactly one public key, of ECDSA on the curve P-256
     */
    public static PublicKey read(byte[] file) {
        try {
            Matcher block = BLOCK.matcher(TextFile.decode(file));
            if (!block.find()) {
                throw new IllegalArgumentException("The file holds no public key.");
            }
            byte[] der = Base64.getMimeDecoder().decode(block.group(1).getBytes(StandardCharsets.US_ASCII));
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            if (block.find() || !NoteKey.isP256(key)) {
                throw new IllegalArgumentException("The file holds several public keys, or one on another curve.");
            }
            return key;
        } catch (CharacterCodingException | GeneralSecurityException damaged) {
            throw new IllegalArgumentException("The file holds no public key of ECDSA.", damaged);
        }
    }
}
