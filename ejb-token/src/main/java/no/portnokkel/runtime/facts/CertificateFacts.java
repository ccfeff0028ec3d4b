package no.portnokkel.runtime.facts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import no.portnokkel.maskinporten.OrganisationNumber;

/**
 * What people want to know of a certificate.
 *
 * @param subject RFC 2253, with {@code organizationIdentifier} and {@code serialNumber} by name
 * @param issuer likewise
 * @param organisationNumber of SEID 2.0 ({@code organizationIdentifier=NTRNO-…}), else of SEID 1.0
 *     ({@code serialNumber}); empty when it has neither
 * @param notBefore valid from
 * @param notAfter valid to
 * @param daysLeft whole days, negative once it has expired
 * @param sha256 of the DER encoding, lower-case hex
 */
public record CertificateFacts(
        String subject,
        String issuer,
        Optional<OrganisationNumber> organisationNumber,
        Instant notBefore,
        Instant notAfter,
        long daysLeft,
        String sha256) {
    private static final Map<String, String> NAMES =
            Map.of("2.5.4.97", "organizationIdentifier", "2.5.4.5", "serialNumber");
    private static final Pattern SEID_2 = Pattern.compile("organizationIdentifier=NTRNO-([0-9]{9})(?![0-9])");
    private static final Pattern SEID_1 = Pattern.compile("serialNumber=([0-9]{9})(?![0-9])");

    /**
     * Reads a certificate.
     *
     * @param clock for the days left
     */
    public static CertificateFacts of(X509Certificate certificate, Clock clock) {
        String subject = name(certificate.getSubjectX500Principal());
        Instant end = certificate.getNotAfter().toInstant();
        return new CertificateFacts(
                subject,
                name(certificate.getIssuerX500Principal()),
                number(SEID_2, subject).or(() -> number(SEID_1, subject)),
                certificate.getNotBefore().toInstant(),
                end,
                Duration.between(clock.instant(), end).toDays(),
                sha256(certificate));
    }

    private static String name(X500Principal principal) {
        return principal.getName(X500Principal.RFC2253, NAMES);
    }

    private static Optional<OrganisationNumber> number(Pattern pattern, String subject) {
        Matcher matcher = pattern.matcher(subject);
        try {
            return matcher.find() ? Optional.of(new OrganisationNumber(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException wrongCheckDigit) {
            return Optional.empty();
        }
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("A certificate that was read cannot be hashed", impossible);
        }
    }
}
