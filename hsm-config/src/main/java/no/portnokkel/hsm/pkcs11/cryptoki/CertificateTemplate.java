package no.portnokkel.hsm.pkcs11.cryptoki;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attributes of a certificate object that is stored in a token.
 *
 * @see <a href="https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/os/pkcs11-base-v2.40-os.html">PKCS #11 2.40,
 *     4.6.3: X.509 public key certificate objects</a>
 */
final class CertificateTemplate {
    private static final long CLASS = 0x00; // CKA_…
    private static final long TOKEN = 0x01;
    private static final long LABEL = 0x03;
    private static final long VALUE = 0x11;
    private static final long CERTIFICATE_TYPE = 0x80;
    private static final long ISSUER = 0x81;
    private static final long SERIAL_NUMBER = 0x82;
    private static final long SUBJECT = 0x101;
    private static final long ID = 0x102;

    private static final long CERTIFICATE = 1; // CKO_CERTIFICATE
    private static final long X_509 = 0; // CKC_X_509
    private static final byte DER_INTEGER = 2;

    private CertificateTemplate() {}

    /**
     * Returns the values of a key's certificate by attribute.
     *
     * @param id the {@code CKA_ID} of its key
     */
    static SortedMap<Long, byte[]> ofKey(X509Certificate certificate, String label, byte[] id) {
        SortedMap<Long, byte[]> attributes = of(certificate);
        attributes.put(LABEL, label.getBytes(StandardCharsets.UTF_8));
        attributes.put(ID, id);
        return attributes;
    }

    /** Returns the values of an authority's certificate by attribute. */
    static SortedMap<Long, byte[]> of(X509Certificate certificate) {
        SortedMap<Long, byte[]> attributes = new TreeMap<>();
        attributes.put(CLASS, ReadSession.unsignedLong(CERTIFICATE));
        attributes.put(TOKEN, new byte[] {1});
        attributes.put(VALUE, encoded(certificate));
        attributes.put(CERTIFICATE_TYPE, ReadSession.unsignedLong(X_509));
        attributes.put(ISSUER, certificate.getIssuerX500Principal().getEncoded());
        attributes.put(SERIAL_NUMBER, derInteger(certificate.getSerialNumber()));
        attributes.put(SUBJECT, certificate.getSubjectX500Principal().getEncoded());
        return attributes;
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) { // it was read from its encoding
            throw new IllegalStateException("A certificate has no encoding.", impossible);
        }
    }

    /** RFC 5280, 4.1.2.2: a serial number has at most 20 bytes, so its length fits in one. */
    private static byte[] derInteger(BigInteger number) {
        byte[] value = number.toByteArray();
        byte[] encoded = new byte[value.length + 2];
        encoded[0] = DER_INTEGER;
        encoded[1] = (byte) value.length;
        System.arraycopy(value, 0, encoded, 2, value.length);
        return encoded;
    }
}
