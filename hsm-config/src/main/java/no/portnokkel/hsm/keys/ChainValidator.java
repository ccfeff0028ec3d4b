package no.portnokkel.hsm.keys;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import no.portnokkel.certificate.Seid;

/**
 * Checks a chain independently of the key.
 *
 * @param now the time at which all certificates must be valid
 * @param organisation the required organisation; empty: any
 */
record ChainValidator(Instant now, Optional<String> organisation) {
    /** @throws KeyRejectedException a {@link CertificateRejection} */
    void check(CertificateChain chain) {
        requireRsa(chain.leaf());
        chain.certificates().forEach(this::requireValid);
        requireSigning(chain.leaf());
        organisation.ifPresent(wanted -> requireOrganisation(chain.leaf(), wanted));
    }

    private static void requireRsa(X509Certificate leaf) {
        String algorithm = leaf.getPublicKey().getAlgorithm();
        if (!algorithm.equals("RSA")) {
            throw rejected(new CertificateRejection.NotRsa(Seid.subject(leaf), algorithm));
        }
    }

    private void requireValid(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            throw rejected(new CertificateRejection.Expired(Seid.subject(certificate), until));
        }
        if (now.isBefore(from)) {
            throw rejected(new CertificateRejection.NotYetValid(Seid.subject(certificate), from));
        }
    }

    private static void requireSigning(X509Certificate leaf) {
        if (!Seid.maySign(leaf)) {
            throw rejected(new CertificateRejection.EncryptionOnly(Seid.subject(leaf)));
        }
    }

    private static void requireOrganisation(X509Certificate leaf, String wanted) {
        Optional<String> found = Seid.organisationNumber(leaf);
        if (!found.equals(Optional.of(wanted))) {
            throw rejected(new CertificateRejection.OtherOrganisation(wanted, found.orElse(null)));
        }
    }

    private static KeyRejectedException rejected(CertificateRejection rejection) {
        return new KeyRejectedException(rejection);
    }
}
