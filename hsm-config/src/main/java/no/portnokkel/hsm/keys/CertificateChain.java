package no.portnokkel.hsm.keys;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import no.portnokkel.certificate.Seid;

/**
 * A certificate chain from an issuer: the leaf and the authorities above it, as far as the files go.
 *
 * @param certificates leaf first, each signed by the next; without a root at the end
 */
record CertificateChain(List<X509Certificate> certificates) {

    public CertificateChain {
        certificates = List.copyOf(certificates);
    }

    X509Certificate leaf() {
        return certificates.get(0);
    }

    List<X509Certificate> authorities() {
        return certificates.subList(1, certificates.size());
    }

    /**
     * Returns whether the token shows this chain. The token may show an authority in another certificate with the
     * same name and key, followed by a root that it had before.
     */
    boolean matches(List<X509Certificate> shown) {
        return shown.size() >= certificates.size()
                && shown.get(0).equals(leaf())
                && IntStream.range(1, certificates.size())
                        .allMatch(i -> isSameAuthority(certificates.get(i), shown.get(i)));
    }

    /**
     * Checks what does not depend on the key: algorithm, validity, key usage and organisation.
     *
     * @param now the time at which all certificates must be valid
     * @param organisation the required organisation; empty: any
     * @throws KeyRejectedException a {@link CertificateRejection}
     */
    void requireUsable(Instant now, Optional<String> organisation) {
        requireRsa(leaf());
        certificates.forEach(certificate -> requireValid(certificate, now));
        requireSigning(leaf());
        organisation.ifPresent(wanted -> requireOrganisation(leaf(), wanted));
    }

    static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0; // -1 without the extension, or where it says no
    }

    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        return isAuthority(issuer)
                && certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                && isSignedBy(certificate, issuer);
    }

    private static boolean isSameAuthority(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && one.getPublicKey().equals(other.getPublicKey());
    }

    static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException notByThisOne) {
            return false;
        }
    }

    private static void requireRsa(X509Certificate leaf) {
        String algorithm = leaf.getPublicKey().getAlgorithm();
        if (!algorithm.equals("RSA")) {
            throw rejected(new CertificateRejection.NotRsa(Seid.subject(leaf), algorithm));
        }
    }

    private static void requireValid(X509Certificate certificate, Instant now) {
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
