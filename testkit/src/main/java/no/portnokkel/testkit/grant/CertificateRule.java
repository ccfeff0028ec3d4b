package no.portnokkel.testkit.grant;

import java.io.ByteArrayInputStream;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.Registry;

/**
 * Checks a grant with {@code x5c}: the certificate is issued by the twin's authority (and so of its class), valid, not
 * revoked, for signing, and belongs to the client's owner; its key signed the grant.
 */
record CertificateRule(TestAuthority authority, Registry registry, Clock clock) implements GrantCheck.Rule {

    private static final int DIGITAL_SIGNATURE = 0; // bits of RFC 5280, 4.2.1.3
    private static final int NON_REPUDIATION = 1;

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        if (!(grant.header().get("x5c") instanceof List<?> encoded)) {
            return Optional.empty();
        }
        List<X509Certificate> chain;
        try {
            chain = decode(encoded);
        } catch (CertificateException | IllegalArgumentException unreadable) {
            return Optional.of(KnownRefusal.INVALID_X5C.with());
        }
        X509Certificate leaf = chain.get(0);
        if (!isForSigning(leaf) || !isIssuedByAuthority(chain) || chain.stream().anyMatch(registry::isRevoked)) {
            return Optional.of(KnownRefusal.INVALID_CERTIFICATE.with());
        }
        if (!(leaf.getPublicKey() instanceof RSAPublicKey key) || !grant.isSignedBy(key)) {
            return Optional.of(KnownRefusal.INVALID_SIGNATURE.with());
        }
        return OrganisationCertificate.ownerOf(leaf).equals(Optional.of(client.owner()))
                ? Optional.empty()
                : Optional.of(KnownRefusal.OTHER_ORGANISATION.with());
    }

    private boolean isIssuedByAuthority(List<X509Certificate> chain) {
        try {
            authority.verify(chain, clock.instant());
            return true;
        } catch (CertPathValidatorException untrusted) {
            return false;
        }
    }

    private static boolean isForSigning(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        return usage != null && (usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION]);
    }

    private static List<X509Certificate> decode(List<?> encoded) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        for (Object certificate : encoded) {
            // The basic decoder rejects line breaks, PEM headers and the URL-safe alphabet (RFC 7515, 4.1.6).
            byte[] der = Base64.getDecoder().decode(String.valueOf(certificate));
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        }
        return chain;
    }
}
