package no.portnokkel.hsm.ceremony;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What a chain must be like to stand beside a signing key, whichever key that is.
 *
 * @param now the time at which all of it must be valid
 * @param organisation whose it must be; empty: anybody's
 */
record ChainRules(Instant now, Optional<String> organisation) {
    private static final int DIGITAL_SIGNATURE = 0; // positions in KeyUsage, RFC 5280, 4.2.1.3
    private static final int NON_REPUDIATION = 1;

    /** @throws CeremonyException a {@link CertificateRefusal} */
    void check(CertificateChain chain) {
        requireRsa(chain.leaf());
        chain.certificates().forEach(this::requireValid);
        requireSigning(chain.leaf());
        organisation.ifPresent(wanted -> requireOrganisation(chain.leaf(), wanted));
    }

    private static void requireRsa(X509Certificate leaf) {
        String algorithm = leaf.getPublicKey().getAlgorithm();
        if (!algorithm.equals("RSA")) {
            throw refused(new CertificateRefusal.NotRsa(CertificateChain.name(leaf), algorithm));
        }
    }

    private void requireValid(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            throw refused(new CertificateRefusal.Expired(CertificateChain.name(certificate), until));
        }
        if (now.isBefore(from)) {
            throw refused(new CertificateRefusal.NotYetValid(CertificateChain.name(certificate), from));
        }
    }

    /** A certificate without the extension may be used for everything. */
    private static void requireSigning(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
            throw refused(new CertificateRefusal.EncryptionOnly(CertificateChain.name(leaf)));
        }
    }

    private static void requireOrganisation(X509Certificate leaf, String wanted) {
        Optional<String> found = CertificateChain.organisationNumber(leaf);
        if (!found.equals(Optional.of(wanted))) {
            throw refused(new CertificateRefusal.OtherOrganisation(wanted, found.orElse(null)));
        }
    }

    private static CeremonyException refused(CertificateRefusal refusal) {
        return new CeremonyException(refusal);
    }
}
