package no.portnokkel.certificate;

import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * Recognises a placeholder: the self-signed certificate that is stored beside a new key until its real certificate is
 * imported.
 */
public final class PlaceholderName {
    /** {@code O} of its subject. */
    public static final String ORGANISATION = "Portnokkel placeholder";

    private PlaceholderName() {}

    /** Returns whether a certificate is a placeholder, judged by its names only. */
    public static boolean isOf(X509Certificate certificate) {
        X500Principal subject = certificate.getSubjectX500Principal();
        return subject.equals(certificate.getIssuerX500Principal())
                && subject.getName(X500Principal.RFC2253).endsWith(",O=" + ORGANISATION);
    }
}
