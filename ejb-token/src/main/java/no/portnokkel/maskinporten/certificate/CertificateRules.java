package no.portnokkel.maskinporten.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.certificate.Seid;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.problem.Problem;

/**
 * What is asked of the certificate beside the key of one client.
 *
 * <p>In Digdir's own environments an issuer that we do not know is left to Maskinporten: a certificate authority that is
 * newer than this release must not stop a bank.
 *
 * @param environment where it is used
 * @param authorities that a custom environment accepts besides the known ones; empty when none are configured
 * @param organisation the client's owner
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_virksomhetssertifikat">Digdir: virksomhetssertifikat</a>
 */
public record CertificateRules(
        Environment environment, List<X509Certificate> authorities, OrganisationNumber organisation) {

    public CertificateRules {
        authorities = List.copyOf(authorities);
    }

    /**
     * Returns the first thing that Maskinporten would refuse; empty when nothing is seen to be wrong.
     *
     * @param chain leaf first, as stored beside the key
     * @param label of the key
     * @param now by our clock
     */
    public Optional<Problem> problem(List<X509Certificate> chain, String label, Instant now) {
        X509Certificate leaf = chain.get(0);
        CertificateProblems say = new CertificateProblems(label, environment.name(), leaf);
        if (PlaceholderName.isOf(leaf)) {
            return Optional.of(say.placeholder());
        }
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            return Optional.of(say.expired());
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            return Optional.of(say.notYetValid());
        }
        if (!Seid.maySign(leaf)) {
            return Optional.of(say.encryptionOnly());
        }
        Optional<String> owner = Seid.organisationNumber(leaf);
        if (!owner.equals(Optional.of(organisation.digits()))) {
            return Optional.of(say.otherOrganisation(organisation, owner));
        }
        return accepts(chain) ? Optional.empty() : Optional.of(say.wrongClass(environment.environmentClass()));
    }

    private boolean accepts(List<X509Certificate> chain) {
        Optional<EnvironmentClass> known = KnownAuthorities.classOf(chain);
        if (known.isPresent()) {
            return known.get() == environment.environmentClass();
        }
        boolean anyIssuer = environment.isDigdirs() || environment.environmentClass() == EnvironmentClass.TEST;
        return authorities.isEmpty() ? anyIssuer : authorities.stream().anyMatch(authority -> ends(chain, authority));
    }

    private static boolean ends(List<X509Certificate> chain, X509Certificate authority) {
        return chain.stream()
                .anyMatch(certificate -> certificate.equals(authority) || isSigned(certificate, authority));
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException byAnother) {
            return false;
        }
    }
}
