package no.portnokkel.testkit.ca;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** PEM encoding of certificates and keys (RFC 7468). */
public final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    /** Returns one PEM block per certificate, in order. */
    public static String of(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(of("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException damaged) {
                throw new IllegalStateException("A certificate cannot be encoded.", damaged);
            }
        }
        return text.toString();
    }

    static String of(String type, byte[] encoded) {
        return "-----BEGIN " + type + "-----\n" + LINES.encodeToString(encoded) + "\n-----END " + type + "-----\n";
    }
}
