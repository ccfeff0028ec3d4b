package no.portnokkel.certificate;

import java.io.ByteArrayInputStream;
import java.io.Serial;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.files.TextFile;
import no.portnokkel.problem.Text;

/**
 * Reads certificates from the files that issuers deliver and editors save: PEM with any line ends, indentation, text between the
 * blocks and a byte order mark, in UTF-8 or UTF-16; DER; PKCS #7 as PEM or DER; and Base64 without the lines around it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468: textual encodings of PKIX, PKCS, and CMS structures</a>
 */
public final class CertificateFile {
    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([^-\r\n]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern BESIDE_BASE64 = Pattern.compile("[\\s\\p{C}>|]"); // indented or quoted in a mail
    private static final Pattern BARE_BASE64 = Pattern.compile("MI[A-Za-z0-9+/]{200,}=*");
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int PKCS12_VERSION = 3; // RFC 7292, 4

    private CertificateFile() {}

    /**
     * Returns the certificates in the order of the file; at least one.
     *
     * @param content the bytes of the whole file
     * @throws UnreadableException there is none, one is damaged, or the file holds a private key
     */
    public static List<X509Certificate> read(byte[] content) {
        List<X509Certificate> certificates = isDer(content) ? der(content) : text(decode(content));
        if (certificates.isEmpty()) {
            throw new UnreadableException(Defect.NO_CERTIFICATE);
        }
        return certificates;
    }

    private static boolean isDer(byte[] content) {
        return content.length > 4 && content[0] == SEQUENCE && content[1] < 0; // a length of more than 127 bytes
    }

    private static List<X509Certificate> der(byte[] content) {
        if (content.length < 2) { // an empty block
            throw new UnreadableException(Defect.DAMAGED);
        }
        int first = 2 + (content[1] & 0x7f); // after tag and length
        if (first + 2 < content.length && content[first] == INTEGER) {
            throw new UnreadableException(content[first + 2] == PKCS12_VERSION ? Defect.PKCS12 : Defect.PRIVATE_KEY);
        }
        try {
            return certificates(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content)));
        } catch (CertificateException notCertificates) {
            throw new UnreadableException(Defect.DAMAGED, notCertificates);
        }
    }

    private static String decode(byte[] content) {
        try {
            return TextFile.decode(content);
        } catch (CharacterCodingException otherCharset) { // the blocks are ASCII, whatever stands between them
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    private static List<X509Certificate> text(String text) {
        if (!text.contains(BEGIN)) {
            String bare = text.replaceAll("\\s", "");
            return BARE_BASE64.matcher(bare).matches() ? der(base64(bare)) : List.of();
        }
        List<X509Certificate> certificates = new ArrayList<>();
        boolean holdsRequest = false;
        int blocks = 0;
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            blocks++;
            Content content = Content.of(block.group(1));
            if (content == Content.PRIVATE_KEY) {
                throw new UnreadableException(Defect.PRIVATE_KEY);
            }
            holdsRequest |= content == Content.REQUEST;
            if (content == Content.CERTIFICATES) {
                certificates.addAll(der(firstStructure(
                        base64(BESIDE_BASE64.matcher(block.group(2)).replaceAll("")))));
            }
        }
        if (blocks < text.split(BEGIN, -1).length - 1) {
            throw new UnreadableException(
                    text.contains("PRIVATE KEY-----") ? Defect.PRIVATE_KEY : Defect.DAMAGED); // the end is missing
        }
        if (certificates.isEmpty() && holdsRequest) {
            throw new UnreadableException(Defect.REQUEST);
        }
        return certificates;
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException damaged) {
            throw new UnreadableException(Defect.DAMAGED, damaged);
        }
    }

    /** A {@code TRUSTED CERTIFICATE} of OpenSSL has its own data after the certificate. */
    private static byte[] firstStructure(byte[] content) {
        int lengthBytes = content.length > 1 ? content[1] & 0x7f : 0;
        if (lengthBytes == 0 || lengthBytes > 3 || content.length < 2 + lengthBytes) {
            return content; // of indefinite or absurd length
        }
        int length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = length << 8 | (content[2 + i] & 0xff);
        }
        return Arrays.copyOf(content, Math.min(content.length, 2 + lengthBytes + length));
    }

    private static List<X509Certificate> certificates(Collection<?> parsed) {
        return parsed.stream().map(X509Certificate.class::cast).toList();
    }

    /** What a block holds, by its label. */
    private enum Content {
        CERTIFICATES,
        REQUEST,
        PRIVATE_KEY,
        OTHER;

        static Content of(String label) {
            if (label.endsWith("PRIVATE KEY")) {
                return PRIVATE_KEY;
            }
            return switch (label) {
                case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "PKCS7", "PKCS #7 SIGNED DATA", "CMS" ->
                    CERTIFICATES;
                case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> REQUEST;
                default -> OTHER;
            };
        }
    }

    /** Why a file gives no certificates. */
    public enum Defect {
        NO_CERTIFICATE,
        /** A block or structure is cut off or changed. */
        DAMAGED,
        /** A certificate request, as it was sent to the issuer. */
        REQUEST,
        PRIVATE_KEY,
        /** A PKCS #12 file, which is made to hold a private key. */
        PKCS12;

        /** Returns what is wrong, to follow the name of the file in a sentence. */
        public Text text() {
            return Text.message(
                    "certificate-file." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /** Thrown when a file gives no certificates. */
    public static final class UnreadableException extends IllegalArgumentException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final Defect defect;

        private UnreadableException(Defect defect) {
            super("The file " + defect.text().en() + ".");
            this.defect = defect;
        }

        private UnreadableException(Defect defect, Exception cause) {
            this(defect);
            initCause(cause);
        }

        public Defect defect() {
            return defect;
        }
    }
}
