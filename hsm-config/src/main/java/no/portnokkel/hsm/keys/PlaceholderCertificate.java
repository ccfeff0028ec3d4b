package no.portnokkel.hsm.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.function.UnaryOperator;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/**
 * A self-signed certificate for a new key until the real one is imported: SunPKCS11 shows no key without a
 * certificate. Nobody trusts it.
 *
 * <p>Each has a unique subject. With one subject for all, a provider may confuse the placeholders of two keys and
 * sign with the wrong key.
 */
final class PlaceholderCertificate {
    /** RFC 5280, 4.1.2.5: no well-defined end. A placeholder never expires. */
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private PlaceholderCertificate() {}

    static boolean isSignedByItself(X509Certificate placeholder) {
        try {
            placeholder.verify(placeholder.getPublicKey());
            return true;
        } catch (GeneralSecurityException invalid) {
            return false;
        }
    }

    /** @param mark unique, in hexadecimal */
    static X509Certificate of(String label, String mark, PublicKey key, UnaryOperator<byte[]> signer, Instant now) {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, PlaceholderName.ORGANISATION)
                .addRDN(BCStyle.OU, mark)
                .addRDN(BCStyle.CN, label)
                .build();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(mark, 16),
                Date.from(now.truncatedTo(ChronoUnit.SECONDS)),
                Date.from(NO_END),
                name,
                key);
        try {
            SignatureAlgorithm algorithm = SignatureAlgorithm.ofProbe(key.getAlgorithm());
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new HsmContentSigner(algorithm, signer)));
        } catch (CertificateException unreadable) {
            throw new IllegalStateException("A new placeholder certificate cannot be parsed.", unreadable);
        }
    }
}
