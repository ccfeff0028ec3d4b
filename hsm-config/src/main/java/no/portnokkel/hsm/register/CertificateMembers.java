package no.portnokkel.hsm.register;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import no.portnokkel.certificate.Seid;
import no.portnokkel.problem.UntrustedText;

/** What each format says of a certificate, fit for display. */
record CertificateMembers(X509Certificate certificate) {
    String subject() {
        return UntrustedText.escaped(Seid.subject(certificate));
    }

    String issuer() {
        return UntrustedText.escaped(Seid.name(certificate.getIssuerX500Principal()));
    }

    Optional<String> organisationNumber() {
        return Seid.organisationNumber(certificate);
    }

    /** Returns the serial number in hexadecimal, as issuers write it. */
    String serial() {
        return certificate.getSerialNumber().toString(16);
    }

    Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (
                GeneralSecurityException
                        impossible) { // it was read from its encoding, and every platform has the digest
            throw new IllegalStateException("A certificate cannot be hashed.", impossible);
        }
    }
}
