package no.portnokkel.certificate;

import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/** The name by which a placeholder is known: what lies beside a new key until its certificate has come. */
public final class PlaceholderName {
    /** {@code O} of its subject. */
    public static final String ORGANISATION = "Portnokkel placeholder";

    private PlaceholderName() {}

    /** Whether a certificate is a placeholder, by its names alone. */
    public static boolean isOf(X509Certificate certificate) {
        X500Principal subject = certificate.getSubjectX500Principal();
        return subject.equals(certificate.getIssuerX500Principal())
                && subject.getName(X500Principal.RFC2253).endsWith(",O=" + ORGANISATION);
    }
}
