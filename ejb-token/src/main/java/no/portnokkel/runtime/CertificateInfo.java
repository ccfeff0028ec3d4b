package no.portnokkel.runtime;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import no.portnokkel.certificate.Seid;
import no.portnokkel.maskinporten.OrganisationNumber;

/**
 * A certificate for display.
 *
 * @param subject RFC 2253, with {@code organizationIdentifier} and {@code serialNumber} by name
 * @param issuer likewise
 * @param serialNumber hexadecimal, as the certificate authority has it
 * @param organisationNumber from SEID 2.0 ({@code organizationIdentifier=NTRNO-…}), otherwise from SEID 1.0
 *     ({@code serialNumber}); empty if it has neither
 * @param notBefore valid from
 * @param notAfter valid to
 * @param daysLeft whole days, negative once it has expired
 * @param sha256 of the DER encoding, in lower-case hexadecimal
 */
public record CertificateInfo(
        String subject,
        String issuer,
        String serialNumber,
        Optional<OrganisationNumber> organisationNumber,
        Instant notBefore,
        Instant notAfter,
        long daysLeft,
        String sha256) {
    /**
     * Reads a certificate.
     *
     * @param clock to calculate the days left
     */
    public static CertificateInfo of(X509Certificate certificate, Clock clock) {
        Instant end = certificate.getNotAfter().toInstant();
        return new CertificateInfo(
                Seid.subject(certificate),
                Seid.name(certificate.getIssuerX500Principal()),
                certificate.getSerialNumber().toString(16),
                Seid.organisationNumber(certificate).flatMap(CertificateInfo::checked),
                certificate.getNotBefore().toInstant(),
                end,
                Duration.between(clock.instant(), end).toDays(),
                sha256(certificate));
    }

    private static Optional<OrganisationNumber> checked(String digits) {
        try {
            return Optional.of(new OrganisationNumber(digits));
        } catch (IllegalArgumentException wrongCheckDigit) {
            return Optional.empty();
        }
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("A certificate cannot be hashed", impossible);
        }
    }
}
