package no.portnokkel.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * The requirements on the certificate of one client, for the grant and for the officer's command line.
 *
 * <p>In Digdir's own environments an unknown issuer is accepted and left to Maskinporten, so that a certificate authority that is
 * newer than this release does not stop a bank; {@link #warning} tells of it.
 *
 * @param environment the name of the environment where the certificate is used
 * @param production whether the environment is of class {@code production}; otherwise {@code test}
 * @param digdirs whether Digdir operates the environment
 * @param authorities accepted by a custom environment besides the known ones; empty if none are configured
 * @param organisation nine digits: the owner of the client
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_virksomhetssertifikat">Digdir: virksomhetssertifikat</a>
 */
public record CertificateRules(
        String environment,
        boolean production,
        boolean digdirs,
        List<X509Certificate> authorities,
        String organisation) {

    public CertificateRules {
        authorities = List.copyOf(authorities);
    }

    /**
     * Returns the first problem for which Maskinporten would refuse the certificate; empty if there is none.
     *
     * @param chain leaf first, as stored with the key
     * @param label the label of the key
     * @param now by our clock
     */
    public Optional<Problem> problem(List<X509Certificate> chain, String label, Instant now) {
        X509Certificate leaf = chain.get(0);
        Instant notBefore = leaf.getNotBefore().toInstant();
        Instant notAfter = leaf.getNotAfter().toInstant();
        if (PlaceholderName.isOf(leaf)) {
            return Optional.of(Problem.of(
                    ProblemCode.CERTIFICATE_INCOMPLETE_CHAIN,
                    "certificate-incomplete-chain.not-imported",
                    Map.of("label", label)));
        }
        if (now.isAfter(notAfter)) {
            return Optional.of(Problem.of(
                    ProblemCode.CERTIFICATE_EXPIRED,
                    "certificate-expired.in-hsm",
                    Map.of("label", label, "notAfter", notAfter)));
        }
        if (now.isBefore(notBefore)) {
            return Optional.of(Problem.of(
                    ProblemCode.CERTIFICATE_NOT_YET_VALID,
                    "certificate-not-yet-valid.in-hsm",
                    Map.of("label", label, "notBefore", notBefore)));
        }
        if (!Seid.maySign(leaf)) {
            return Optional.of(Problem.of(
                    ProblemCode.CERTIFICATE_WRONG_USAGE,
                    "certificate-wrong-usage.encryption-only",
                    Map.of("label", label)));
        }
        Optional<String> owner = Seid.organisationNumber(leaf);
        if (!owner.equals(Optional.of(organisation))) {
            return Optional.of(wrongOrganisation(label, owner));
        }
        return accepts(chain) ? Optional.empty() : Optional.of(wrongClass(label, leaf));
    }

    /** Returns the warning that Digdir's environment will probably refuse the issuer; empty if it is known. */
    public Optional<Problem> warning(List<X509Certificate> chain, String label) {
        X509Certificate leaf = chain.get(0);
        if (!digdirs || PlaceholderName.isOf(leaf) || KnownAuthorities.isKnown(chain)) {
            return Optional.empty();
        }
        return Optional.of(Problem.of(
                ProblemCode.CERTIFICATE_ISSUER_UNKNOWN,
                "certificate-issuer-unknown",
                Map.of(
                        "label", label,
                        "issuer", Seid.name(leaf.getIssuerX500Principal()),
                        "environment", environment)));
    }

    /** Returns whether an issuer of the chain is one of the Norwegian authorities that Digdir accepts, by name. */
    public static boolean isOfKnownAuthority(List<X509Certificate> chain) {
        return KnownAuthorities.isKnown(chain);
    }

    /** Returns whether the first known issuer of the chain issues for environments of this class. */
    public static boolean isOfKnownAuthority(List<X509Certificate> chain, boolean production) {
        return production ? KnownAuthorities.isOfProduction(chain) : KnownAuthorities.isOfTest(chain);
    }

    private Problem wrongOrganisation(String label, Optional<String> owner) {
        return Problem.of(
                ProblemCode.CERTIFICATE_WRONG_ORGANISATION,
                owner.isPresent()
                        ? "certificate-wrong-organisation.another"
                        : "certificate-wrong-organisation.no-number",
                Map.of(
                        "label",
                        label,
                        "actual",
                        owner.orElse(""),
                        "expected",
                        organisation,
                        "key",
                        key("organisation-number")));
    }

    private Problem wrongClass(String label, X509Certificate leaf) {
        return Problem.of(
                ProblemCode.CERTIFICATE_WRONG_CLASS,
                production ? "certificate-wrong-class.for-production" : "certificate-wrong-class.for-test",
                Map.of(
                        "label",
                        label,
                        "issuer",
                        Seid.name(leaf.getIssuerX500Principal()),
                        "environment",
                        environment,
                        "key",
                        key("authorities-file")));
    }

    private String key(String member) {
        return "portnokkel.environments." + environment + "." + member;
    }

    private boolean accepts(List<X509Certificate> chain) {
        if (KnownAuthorities.isKnown(chain)) {
            return isOfKnownAuthority(chain, production);
        }
        boolean anyIssuer = digdirs || !production;
        return authorities.isEmpty()
                ? anyIssuer
                : authorities.stream().anyMatch(authority -> isIssuedBy(chain, authority));
    }

    private static boolean isIssuedBy(List<X509Certificate> chain, X509Certificate authority) {
        return chain.stream()
                .anyMatch(certificate -> certificate.equals(authority) || isSignedBy(certificate, authority));
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException signedByAnother) {
            return false;
        }
    }
}
