package no.portnokkel.runtime.status;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;

/**
 * The signing key of the active environment, as far as it may be shown.
 *
 * @param label in the HSM
 * @param kid under which it is registered; empty when grants carry {@code x5c}
 * @param certificate beside it; empty until it has been read
 */
public record SigningKeyInfo(String label, Optional<String> kid, Optional<X509Certificate> certificate) {

    /** What people want to know of its certificate; empty until it has been read. */
    public Optional<CertificateInfo> facts(Clock clock) {
        return certificate.map(known -> CertificateInfo.of(known, clock));
    }
}
