package no.portnokkel.testkit.ca;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The content of an organisation's certificate, without key and issuer.
 *
 * @param organisationNumber nine digits; the check digit is not checked, so that tests can use wrong ones
 * @param name as in Enhetsregisteret; becomes the O and the CN of the subject
 * @param usage key usage
 * @param profile how the subject carries the organisation number
 * @param notBefore start of validity, in whole seconds
 * @param notAfter end of validity, in whole seconds; after {@code notBefore}
 */
public record OrganisationCertificate(
        String organisationNumber, String name, Usage usage, Profile profile, Instant notBefore, Instant notAfter) {

    private static final Pattern SEID2_NUMBER = Pattern.compile("NTRNO-([0-9]{9})");
    private static final Pattern SEID1_NUMBER = Pattern.compile("([0-9]{9})");
    private static final Duration OVERLAP = Duration.ofDays(1);
    private static final Duration LIFETIME = Duration.ofDays(3 * 365);

    /** The key usage (a critical extension), in which the certificates of one order differ. */
    public enum Usage {
        /** The electronic seal: {@code nonRepudiation} only. */
        SEAL,
        /** {@code digitalSignature}. */
        AUTHENTICATION,
        /** {@code keyEncipherment}: not valid for signatures. */
        ENCRYPTION
    }

    /** The two versions of the Norwegian profile for organisation certificates. */
    public enum Profile {
        /** Issued until 2022: the bare number in {@code serialNumber} (2.5.4.5). */
        SEID1,
        /** {@code NTRNO-} and the number in {@code organizationIdentifier} (2.5.4.97). */
        SEID2
    }

    public OrganisationCertificate {
        if (!organisationNumber.matches("[0-9]{9}")) {
            throw new IllegalArgumentException(
                    "An organisation number is nine digits; got " + organisationNumber.length() + " characters.");
        }
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("The validity ends (" + notAfter + ") before it starts.");
        }
    }

    /** Returns a SEID 2.0 seal, valid from yesterday for three years. */
    public static OrganisationCertificate seal(String organisationNumber, String name) {
        return seal(organisationNumber, name, Clock.systemUTC());
    }

    /** Returns a SEID 2.0 seal, valid for three years from the day before the clock's time. */
    public static OrganisationCertificate seal(String organisationNumber, String name, Clock clock) {
        Instant notBefore = clock.instant().minus(OVERLAP).truncatedTo(ChronoUnit.SECONDS);
        return new OrganisationCertificate(
                organisationNumber, name, Usage.SEAL, Profile.SEID2, notBefore, notBefore.plus(LIFETIME));
    }

    /** Returns the same certificate with another key usage. */
    public OrganisationCertificate with(Usage other) {
        return new OrganisationCertificate(organisationNumber, name, other, profile, notBefore, notAfter);
    }

    /** Returns the same certificate in another profile. */
    public OrganisationCertificate with(Profile other) {
        return new OrganisationCertificate(organisationNumber, name, usage, other, notBefore, notAfter);
    }

    /** Returns the same certificate with another validity, in whole seconds. */
    public OrganisationCertificate valid(Instant from, Instant until) {
        return new OrganisationCertificate(organisationNumber, name, usage, profile, from, until);
    }

    /** Returns the organisation number in the subject of a certificate of either profile; empty when it has none. */
    public static Optional<String> ownerOf(X509Certificate certificate) {
        return ownerOf(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()));
    }

    static Optional<String> ownerOf(X500Name subject) {
        return number(subject, BCStyle.ORGANIZATION_IDENTIFIER, SEID2_NUMBER)
                .or(() -> number(subject, BCStyle.SERIALNUMBER, SEID1_NUMBER));
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
