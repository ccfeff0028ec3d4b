package no.portnokkel.certificate;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/** The Norwegian profile of organisation certificates, SEID 1.0 and 2.0. */
public final class Seid {
    private static final Map<String, String> NAMES =
            Map.of("2.5.4.97", "organizationIdentifier", "2.5.4.5", "serialNumber");
    private static final Pattern SEID_2 = Pattern.compile("organizationIdentifier=NTRNO-([0-9]{9})(?![0-9])");
    private static final Pattern SEID_1 = Pattern.compile("serialNumber=([0-9]{9})(?![0-9])");
    private static final Pattern NORWAY = Pattern.compile("(^|[,+])C=NO($|[,+])");
    private static final int DIGITAL_SIGNATURE = 0; // positions in KeyUsage, RFC 5280, 4.2.1.3
    private static final int NON_REPUDIATION = 1;

    private Seid() {}

    /**
     * Returns the name in RFC 2253 format, with {@code organizationIdentifier} and {@code serialNumber} spelt out.
     */
    public static String name(X500Principal principal) {
        return principal.getName(X500Principal.RFC2253, NAMES);
    }

    /** Returns the subject, formatted as by {@link #name(X500Principal)}. */
    public static String subject(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal());
    }

    /**
     * Returns the organisation number, nine digits that are not validated: of SEID 2.0 ({@code
     * organizationIdentifier=NTRNO-…}), else of SEID 1.0 ({@code serialNumber}); empty when the subject has neither.
     */
    public static Optional<String> organisationNumber(X509Certificate certificate) {
        String subject = subject(certificate);
        return Stream.of(SEID_2, SEID_1)
                .map(form -> form.matcher(subject))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    /** Returns whether the subject is one of SEID 2.0, in Norway: SEID 1.0 certificates ended on 2025-05-31. */
    public static boolean isSeid2(X509Certificate certificate) {
        String subject = subject(certificate);
        return SEID_2.matcher(subject).find() && NORWAY.matcher(subject).find();
    }

    /** Returns whether key usage allows signing or authentication. A certificate without key usage allows both. */
    public static boolean maySign(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION];
    }
}
