package no.portnokkel.hsm.keys;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateRules;
import no.portnokkel.certificate.CertificationPath;
import no.portnokkel.certificate.Seid;
import no.portnokkel.problem.Text;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CertificatePolicies;

/**
 * From whom a certificate must come, and what Digdir's validator asks of those by the known Norwegian authorities: policy, SEID 2.0
 * subject and critical extensions. Nothing of that is asked of other authorities.
 *
 * @param production whether the certificate is for environments of class {@code production}; otherwise {@code test}
 * @param authorities of which one must have issued the certificate, or an authority above it; empty: the known ones
 * @see <a href="https://github.com/felleslosninger/idporten-seid2-certificate-validator-lib">Digdir's validator, read 2026-04-24</a>
 */
public record IssuerProfile(boolean production, List<X509Certificate> authorities) {
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String POLICIES = "2.5.29.32";
    private static final Set<String> OF_PRODUCTION = Set.of(
            "2.16.578.1.26.1.3.5", // Buypass
            "2.16.578.1.26.1.3.2",
            "2.16.578.1.29.13.200", // Commfides
            "2.16.578.1.29.13.200.1.0",
            "2.16.578.1.29.13.200.1.1",
            "2.16.578.1.29.13.200.1.2",
            "2.16.578.1.29.13.210",
            "2.16.578.1.29.13.210.1.0",
            "2.16.578.1.29.13.210.1.1",
            "2.16.578.1.29.13.210.1.2",
            "2.16.578.1.29.13.220",
            "2.16.578.1.29.13.220.1.0",
            "2.16.578.1.29.13.220.1.1",
            "2.16.578.1.29.13.220.1.2",
            "2.16.578.1.29.13.1.1.0",
            "2.16.578.1.29.13.1");
    private static final Set<String> OF_TEST = Set.of(
            "2.16.578.1.26.1.3.5", // Buypass
            "2.16.578.1.26.1.3.2",
            "2.16.578.1.26.1.0.3.2",
            "2.16.578.1.29.913.200.1.0", // Commfides
            "2.16.578.1.29.913.210.1.0",
            "2.16.578.1.29.913.220.1.0",
            "2.16.578.1.29.913.1.1.0",
            "2.16.578.1.29.13.1.1.0",
            "2.16.578.1.1.1.1.100");

    public IssuerProfile {
        authorities = List.copyOf(authorities);
    }

    /** @throws KeyRejectedException {@link CertificateRejection.OutsideProfile} */
    void require(CertificateChain chain, Instant now) {
        X509Certificate leaf = chain.leaf();
        boolean known = CertificateRules.isOfKnownAuthority(chain.certificates());
        if (authorities.isEmpty() && !known) {
            throw rejected(leaf, Text.message("issuer-profile.unknown"));
        }
        if (!authorities.isEmpty() && !CertificationPath.exists(chain.certificates(), authorities, now)) {
            throw rejected(leaf, Text.message("issuer-profile.other-authority"));
        }
        if (known) {
            if (!CertificateRules.isOfKnownAuthority(chain.certificates(), production)) {
                throw rejected(
                        leaf,
                        Text.message(
                                "issuer-profile.other-class", Map.of("class", production ? "production" : "test")));
            }
            requireSeid(leaf);
        }
    }

    private void requireSeid(X509Certificate leaf) {
        Set<String> policies = policies(leaf);
        if (policies.stream().noneMatch(production ? OF_PRODUCTION::contains : OF_TEST::contains)) {
            String found = policies.isEmpty() ? "–" : String.join(", ", policies);
            throw rejected(leaf, Text.message("issuer-profile.policy", Map.of("policies", found)));
        }
        if (!Seid.isSeid2(leaf)) {
            throw rejected(leaf, Text.message("issuer-profile.not-seid-2"));
        }
        Set<String> critical =
                Optional.ofNullable(leaf.getCriticalExtensionOIDs()).orElse(Set.of());
        if (!critical.contains(KEY_USAGE)
                || !Set.of(KEY_USAGE, BASIC_CONSTRAINTS).containsAll(critical)) {
            String found = critical.isEmpty() ? "–" : String.join(", ", new TreeSet<>(critical));
            throw rejected(leaf, Text.message("issuer-profile.critical", Map.of("extensions", found)));
        }
    }

    private static Set<String> policies(X509Certificate leaf) {
        Set<String> identifiers = new TreeSet<>();
        try {
            Optional.ofNullable(leaf.getExtensionValue(POLICIES))
                    .map(encoded -> CertificatePolicies.getInstance(
                            ASN1OctetString.getInstance(encoded).getOctets()))
                    .ifPresent(policies -> Stream.of(policies.getPolicyInformation())
                            .forEach(policy ->
                                    identifiers.add(policy.getPolicyIdentifier().getId())));
        } catch (IllegalArgumentException malformed) { // no policy that anybody could accept
            identifiers.clear();
        }
        return identifiers;
    }

    private static KeyRejectedException rejected(X509Certificate leaf, Text defect) {
        return new KeyRejectedException(new CertificateRejection.OutsideProfile(Seid.subject(leaf), defect));
    }
}
