package no.portnokkel.hsm.keys;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.certificate.CertificateFile;
import no.portnokkel.certificate.Seid;

/**
 * The certificates that an issuer delivered for a key, from one or several files in any order: one or several leaves and the
 * authorities above them. Certificates that belong to no chain are ignored.
 */
public final class IssuedCertificates {
    private final List<X509Certificate> all;
    private final List<CertificateChain> chains;

    private IssuedCertificates(Set<X509Certificate> certificates) {
        all = List.copyOf(certificates);
        List<X509Certificate> leaves = leaves();
        chains = leaves.stream()
                .filter(leaf -> issuer(leaf).isPresent())
                .map(this::chain)
                .toList();
        if (chains.isEmpty()) {
            throw new KeyRejectedException(withoutIssuer(leaves.get(0)));
        }
    }

    /**
     * Reads the files, and sorts their certificates into chains.
     *
     * @param files the content of each file by its name, which is for messages; at least one
     * @throws KeyRejectedException a {@link ChainRejection}: a file cannot be read, or no chain begins with an
     *     organisation's certificate
     */
    public static IssuedCertificates read(Map<String, byte[]> files) {
        Set<X509Certificate> certificates = new LinkedHashSet<>(); // issuers deliver the leaf alone and in the chain
        files.forEach((name, content) -> certificates.addAll(read(name, content)));
        return new IssuedCertificates(certificates);
    }

    /** Returns whether the issuer has delivered this certificate. */
    public boolean contains(X509Certificate certificate) {
        return all.contains(certificate);
    }

    /** Returns the chain of the certificate of this key, leaf first and without a root; empty if none was delivered. */
    public List<X509Certificate> chainOf(PublicKey key) {
        return chains.stream()
                .filter(chain -> chain.leaf().getPublicKey().equals(key))
                .findFirst()
                .map(CertificateChain::certificates)
                .orElse(List.of());
    }

    /** Returns the chains, those that may sign first, then those that are valid longest; at least one. */
    List<CertificateChain> chains() {
        return chains;
    }

    private static List<X509Certificate> read(String name, byte[] content) {
        try {
            return CertificateFile.read(content);
        } catch (CertificateFile.UnreadableException unreadable) {
            CertificateFile.Defect defect = unreadable.defect();
            boolean privateKey =
                    defect == CertificateFile.Defect.PRIVATE_KEY || defect == CertificateFile.Defect.PKCS12;
            KeyRejectedException rejected = new KeyRejectedException(
                    privateKey
                            ? new ChainRejection.PrivateKey(name, defect.text())
                            : new ChainRejection.Unreadable(name, defect.text()));
            rejected.initCause(unreadable);
            throw rejected;
        }
    }

    private List<X509Certificate> leaves() {
        List<X509Certificate> ends =
                all.stream().filter(one -> !CertificateChain.isAuthority(one)).toList();
        if (ends.isEmpty()) {
            throw new KeyRejectedException(new ChainRejection.LeafMissing(Seid.subject(all.get(0))));
        }
        List<X509Certificate> leaves = ends.stream()
                .filter(one -> !CertificateChain.isSignedBy(one, one))
                .sorted(Comparator.comparing((X509Certificate one) -> !Seid.maySign(one))
                        .thenComparing(X509Certificate::getNotAfter, Comparator.reverseOrder()))
                .toList();
        if (leaves.isEmpty()) {
            throw new KeyRejectedException(new ChainRejection.SelfSigned(Seid.subject(ends.get(0))));
        }
        return leaves;
    }

    /** Follows the issuers as far as the files go. A root is not part of the chain: Maskinporten has it. */
    private CertificateChain chain(X509Certificate leaf) {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        Optional<X509Certificate> issuer = issuer(leaf);
        while (issuer.isPresent()
                && !CertificateChain.isSignedBy(issuer.get(), issuer.get())
                && !chain.contains(issuer.get())) {
            chain.add(issuer.get());
            issuer = issuer(issuer.get());
        }
        return new CertificateChain(chain);
    }

    /** Several authorities may have certified the same issuer: the root's own ends the chain, else the latest counts. */
    private Optional<X509Certificate> issuer(X509Certificate certificate) {
        return all.stream()
                .filter(one -> CertificateChain.isIssuedBy(certificate, one))
                .max(Comparator.comparing((X509Certificate one) -> CertificateChain.isSignedBy(one, one))
                        .thenComparing(X509Certificate::getNotAfter));
    }

    private ChainRejection withoutIssuer(X509Certificate leaf) {
        String issuer = Seid.name(leaf.getIssuerX500Principal());
        boolean namesake =
                all.stream().anyMatch(one -> one.getSubjectX500Principal().equals(leaf.getIssuerX500Principal()));
        return namesake
                ? new ChainRejection.SignedByOther(Seid.subject(leaf), issuer)
                : new ChainRejection.IssuerMissing(Seid.subject(leaf), issuer);
    }
}
