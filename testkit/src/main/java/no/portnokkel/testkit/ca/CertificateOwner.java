package no.portnokkel.testkit.ca;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Reads the organisation number from a certificate's subject, for both profiles. */
public final class CertificateOwner {

    private static final Pattern SEID2 = Pattern.compile("NTRNO-([0-9]{9})");
    private static final Pattern SEID1 = Pattern.compile("([0-9]{9})");

    private CertificateOwner() {}

    /** Returns nine digits; empty when the subject has no Norwegian organisation number. */
    public static Optional<String> of(X509Certificate certificate) {
        return of(X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()));
    }

    static Optional<String> of(X500Name subject) {
        return number(subject, BCStyle.ORGANIZATION_IDENTIFIER, SEID2)
                .or(() -> number(subject, BCStyle.SERIALNUMBER, SEID1));
    }

    private static Optional<String> number(X500Name subject, ASN1ObjectIdentifier attribute, Pattern form) {
        for (RDN rdn : subject.getRDNs(attribute)) {
            Matcher number = form.matcher(rdn.getFirst().getValue().toString());
            if (number.matches()) {
                return Optional.of(number.group(1));
            }
        }
        return Optional.empty();
    }
}
