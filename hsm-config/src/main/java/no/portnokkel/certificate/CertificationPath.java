package no.portnokkel.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether certificates lead from a leaf to an authority, by the rules of PKIX: signatures, validity, certificate authorities, path
 * lengths, key usage and critical extensions. Revocation is not asked for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-6">RFC 5280, 6: certification path validation</a>
 */
public final class CertificationPath {
    private CertificationPath() {}

    /**
     * Returns whether a path exists.
     *
     * @param chain the leaf first; the others in any order
     * @param authorities trusted, at least one; those that are no certificate authorities do not count
     * @param at the time at which all certificates must be valid
     */
    public static boolean exists(List<X509Certificate> chain, List<X509Certificate> authorities, Instant at) {
        Set<TrustAnchor> anchors = authorities.stream()
                .filter(authority -> authority.getBasicConstraints() >= 0)
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        if (anchors.isEmpty()) {
            return false;
        }
        try {
            X509CertSelector leaf = new X509CertSelector();
            leaf.setCertificate(chain.get(0));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
            parameters.addCertStore(CertStore.getInstance(
                    "Collection",
                    new CollectionCertStoreParameters(
                            Stream.concat(chain.stream(), authorities.stream()).toList())));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException none) {
            return false;
        } catch (GeneralSecurityException impossible) { // every JDK has PKIX
            throw new IllegalStateException("PKIX", impossible);
        }
    }
}
