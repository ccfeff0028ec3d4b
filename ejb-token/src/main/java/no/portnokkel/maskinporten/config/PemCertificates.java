package no.portnokkel.maskinporten.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** A PEM file of certificates. */
final class PemCertificates {
    private PemCertificates() {}

    /** @throws IllegalArgumentException when it cannot be read, or there are none in it */
    static List<X509Certificate> in(String file) {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("No certificate in " + file + ".");
            }
            return certificates;
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }
}
