package no.portnokkel.runtime;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;

/**
 * A signing key for display.
 *
 * @param label its label in the HSM
 * @param kid the id under which it is registered; empty if grants contain {@code x5c}
 * @param certificate its certificate; empty until it has been read
 */
public record SigningKeyInfo(String label, Optional<String> kid, Optional<X509Certificate> certificate) {

    /** Returns its certificate for display; empty until it has been read. */
    public Optional<CertificateInfo> certificateInfo(Clock clock) {
        return certificate.map(known -> CertificateInfo.of(known, clock));
    }
}
