package no.portnokkel.certificate;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The issuers of Norwegian organisation certificates, by common name, and the class of environment that accepts them. Only names
 * are compared; Maskinporten verifies the certificates.
 *
 * @see <a href="https://github.com/felleslosninger/idporten-seid2-certificate-validator-lib">Digdir's validator, read 2026-04-24</a>
 */
final class KnownAuthorities {
    private static final Set<String> TEST = Set.of(
            "Buypass Class 3 Test4 Root CA",
            "Buypass Class 3 Test4 Root CA G2 ST",
            "Commfides Root CA - G3 - TEST",
            "Buypass Class 3 Test4 CA 3",
            "Buypass Class 3 Test4 CA G2 ST Business",
            "Commfides Legal Person - G3 - TEST");
    private static final Set<String> PRODUCTION = Set.of(
            "Buypass Class 3 Root CA",
            "Buypass Class 3 Root CA G2 ST",
            "Buypass Class 3 Root CA G2 HT",
            "Commfides Root CA - G3",
            "Buypass Class 3 CA 3",
            "Buypass Class 3 CA G2 ST Business",
            "Buypass Class 3 CA G2 HT Business",
            "Commfides Legal Person - G3");

    private KnownAuthorities() {}

    /** Returns whether an issuer of the chain is known. */
    static boolean isKnown(List<X509Certificate> chain) {
        return firstKnown(chain).isPresent();
    }

    /** Returns whether environments of class {@code test} accept the chain, by its first known issuer. */
    static boolean isOfTest(List<X509Certificate> chain) {
        return firstKnown(chain).filter(TEST::contains).isPresent();
    }

    /** Returns whether environments of class {@code production} accept the chain, by its first known issuer. */
    static boolean isOfProduction(List<X509Certificate> chain) {
        return firstKnown(chain).filter(PRODUCTION::contains).isPresent();
    }

    private static Optional<String> firstKnown(List<X509Certificate> chain) {
        return chain.stream()
                .flatMap(certificate -> issuerCommonName(certificate).stream())
                .filter(name -> TEST.contains(name) || PRODUCTION.contains(name))
                .findFirst();
    }

    private static Optional<String> issuerCommonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getIssuerX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .findFirst();
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
    }
}
