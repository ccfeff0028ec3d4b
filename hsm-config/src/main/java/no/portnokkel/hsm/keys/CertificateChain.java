package no.portnokkel.hsm.keys;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import no.portnokkel.certificate.Seid;

/**
 * A certificate chain from an issuer: the leaf and the authorities above it, as far as the file goes.
 *
 * @param certificates leaf first, each signed by the next; without a root at the end
 */
public record CertificateChain(List<X509Certificate> certificates) {

    public CertificateChain {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads certificates in PEM format and checks that they are a chain.
     *
     * @param source file name for messages
     * @throws KeyRejectedException a {@link ChainRejection}
     */
    public static CertificateChain read(byte[] pem, String source) {
        List<X509Certificate> all = parse(pem, source);
        X509Certificate leaf = all.get(0);
        if (isSignedBy(leaf, leaf)) {
            throw new KeyRejectedException(new ChainRejection.SelfSigned(Seid.subject(leaf)));
        }
        if (all.size() == 1) {
            throw new KeyRejectedException(
                    new ChainRejection.IssuerMissing(Seid.subject(leaf), Seid.name(leaf.getIssuerX500Principal())));
        }
        for (int i = 1; i < all.size(); i++) {
            if (!isIssuedBy(all.get(i - 1), all.get(i))) {
                throw new KeyRejectedException(
                        new ChainRejection.OutOfOrder(i, Seid.subject(all.get(i - 1)), Seid.subject(all.get(i))));
            }
        }
        if (isAuthority(leaf)) {
            throw new KeyRejectedException(new ChainRejection.LeafMissing(Seid.subject(leaf)));
        }
        X509Certificate top = all.get(all.size() - 1);
        return new CertificateChain(isSignedBy(top, top) ? all.subList(0, all.size() - 1) : all);
    }

    public X509Certificate leaf() {
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

    private static List<X509Certificate> parse(byte[] pem, String source) {
        try {
            List<X509Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!all.isEmpty()) {
                return all;
            }
        } catch (CertificateException malformed) {
            throw unreadable(source, malformed);
        }
        throw new KeyRejectedException(new ChainRejection.Unreadable(source));
    }

    private static KeyRejectedException unreadable(String source, CertificateException cause) {
        KeyRejectedException refused = new KeyRejectedException(new ChainRejection.Unreadable(source));
        refused.initCause(cause);
        return refused;
    }

    private static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0; // -1 without the extension, or where it says no
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        return isAuthority(issuer)
                && certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                && isSignedBy(certificate, issuer);
    }

    private static boolean isSameAuthority(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && one.getPublicKey().equals(other.getPublicKey());
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
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
