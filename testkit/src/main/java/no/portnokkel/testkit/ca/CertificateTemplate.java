package no.portnokkel.testkit.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The content of a certificate before it is signed. */
record CertificateTemplate(
        X500Name subject,
        PublicKey key,
        Instant notBefore,
        Instant notAfter,
        KeyUsage usage,
        BasicConstraints constraints) {

    private static final int SERIAL_BITS = 127; // positive, and at most 20 octets (RFC 5280, 4.1.2.2)

    X509Certificate sign(X500Name issuer, PublicKey issuerKey, PrivateKey signingKey, SecureRandom random) {
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(SERIAL_BITS, random),
                            Date.from(notBefore),
                            Date.from(notAfter),
                            subject,
                            key)
                    .addExtension(Extension.keyUsage, true, usage)
                    .addExtension(Extension.basicConstraints, constraints.isCA(), constraints)
                    .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(issuerKey));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signingKey)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException refused) {
            throw new IllegalStateException("The test certificate for " + subject + " cannot be created.", refused);
        }
    }
}
