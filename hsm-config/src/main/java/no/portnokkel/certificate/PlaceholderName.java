package no.portnokkel.certificate;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * Recognises a placeholder: the self-signed certificate that is stored beside a new key until its real certificate is
 * imported.
 */
public final class PlaceholderName {
    /** {@code O} of its subject. */
    public static final String ORGANISATION = "Portnokkel placeholder";

    /** Length of the mark that makes each subject unique. */
    public static final int MARK_BYTES = 16;

    private static final Pattern MARK =
            Pattern.compile("(?:^|,)OU=([0-9a-f]{" + 2 * MARK_BYTES + "}),O=" + ORGANISATION);

    private PlaceholderName() {}

    /** Returns whether a certificate is a placeholder, judged by its names only. */
    public static boolean isOf(X509Certificate certificate) {
        X500Principal subject = certificate.getSubjectX500Principal();
        return subject.equals(certificate.getIssuerX500Principal())
                && subject.getName(X500Principal.RFC2253).endsWith(",O=" + ORGANISATION);
    }

    /** Returns the mark in the subject of a placeholder; empty for another certificate. */
    public static Optional<String> mark(X509Certificate certificate) {
        Matcher mark = MARK.matcher(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
        return isOf(certificate) && mark.find() ? Optional.of(mark.group(1)) : Optional.empty();
    }
}
